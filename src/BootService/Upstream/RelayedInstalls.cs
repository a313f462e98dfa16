using System.Net;
using BootService.Appliances;
using BootService.Core.Stores;
using BootService.Http;
using BootService.Storage;

namespace BootService.Upstream;

/// <summary>
/// What nodes ask and report of their installs, passed on to a frontend and back as it is: a relay keeps none of it. Packages of carts come from a frontend
/// likewise.
/// </summary>
internal sealed class RelayedInstalls(UpstreamLine line, IAppliance appliance, PeerStanding standing) : IDisposable
{
    private const string Text = "text/plain; charset=utf-8";
    private const int MostBody = 64 << 10;
    private const int ChunkOctets = 128 << 10;

    /// <summary>Longer than a frontend takes to learn whether its database has counted a kickstart.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly string[] GetAndHead = [HttpMethods.Get, HttpMethods.Head];
    private static readonly string[] All = [.. GetAndHead, HttpMethods.Post];

    /// <summary>Headers of the node's that say how it speaks with us, and not what it wants.</summary>
    private static readonly HashSet<string> OwnHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Authorization", "Connection", "Content-Length", "Content-Type", "Cookie", "Expect", "Host", "Keep-Alive", "TE", "Trailer", "Transfer-Encoding",
        "Upgrade", RelayedNode.AskedHeader, RelayedNode.PortHeader,
    };

    private readonly HttpClient _files = new(new SocketsHttpHandler { UseCookies = false, UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(2) })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Maps all of it.</summary>
    public void Map(IEndpointRouteBuilder nodes)
    {
        foreach (var path in new[] { "ks", "answer", "stage", "done", "failed", "report", "sbin" })
        {
            nodes.MapMethods($"/install/{path}/{{**rest}}", All, PassAsync);
        }

        nodes.MapMethods("/install/carts/{**name}", GetAndHead, FileAsync);
    }

    /// <inheritdoc/>
    public void Dispose() => _files.Dispose();

    private async Task PassAsync(HttpContext context)
    {
        var body = await BodyAsync(context.Request, context.RequestAborted);
        var (node, port, here) = (NodePeer.Of(context), NodePeer.PortOf(context), appliance.Current.Frontend.At(NodePeer.Asked(context)));
        var path = RelayedRequest.PathOf(node, context.Request.Path.ToUriComponent() + context.Request.QueryString.ToUriComponent());
        HttpResponseMessage answer;
        try
        {
            answer = await line.SendAsync(path, () => Request(context.Request, body, RelayedRequest.Of(new HttpMethod(context.Request.Method), here, port)),
                Patience, context.RequestAborted);
        }
        catch (StorageException fault)
        {
            // The node asks again, as it does while a frontend's disk is full.
            await SayAsync(context, StatusCodes.Status503ServiceUnavailable, $"no frontend can be asked ({fault.Message}); ask again");
            return;
        }

        using (answer)
        {
            await GiveBackAsync(context, answer);
        }
    }

    private static async Task GiveBackAsync(HttpContext context, HttpResponseMessage answer)
    {
        // What is told of the relay's token is none of the node's affair.
        if (answer.StatusCode is HttpStatusCode.Unauthorized)
        {
            await SayAsync(context, StatusCodes.Status503ServiceUnavailable, "the frontends do not let this relay in; its log says why");
            return;
        }

        var content = await answer.Content.ReadAsByteArrayAsync(context.RequestAborted);
        var response = context.Response;
        response.StatusCode = (int)answer.StatusCode;
        response.ContentType = answer.Content.Headers.ContentType?.ToString() ?? Text;
        response.Headers.CacheControl = "no-store";
        response.ContentLength = HttpMethods.IsHead(context.Request.Method) ? answer.Content.Headers.ContentLength : content.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(content, context.RequestAborted);
        }
    }

    /// <summary>A package of a cart, by the way that nodes of the frontend itself take.</summary>
    private async Task FileAsync(HttpContext context)
    {
        var here = appliance.Current.Frontend;
        var path = context.Request.Path.ToUriComponent();
        foreach (var address in standing.Others.SelectMany(one => one.Addresses).Where(one => !here.Has(one)))
        {
            using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), $"http://{address}:{here.HttpPort}{path}");
            if (context.Request.Headers.Range.ToString() is { Length: > 0 } range)
            {
                request.Headers.TryAddWithoutValidation("Range", range);
            }

            HttpResponseMessage answer;
            try
            {
                answer = await _files.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
            }
            catch (HttpRequestException)
            {
                continue;
            }

            using (answer)
            {
                await CopyAsync(context, answer);
                return;
            }
        }

        await SayAsync(context, StatusCodes.Status503ServiceUnavailable, "no frontend can be reached for it; ask again");
    }

    private static async Task CopyAsync(HttpContext context, HttpResponseMessage answer)
    {
        var response = context.Response;
        response.StatusCode = (int)answer.StatusCode;
        response.ContentType = answer.Content.Headers.ContentType?.ToString();
        response.ContentLength = answer.Content.Headers.ContentLength;
        if (answer.Content.Headers.ContentRange is { } range)
        {
            response.Headers.ContentRange = range.ToString();
        }

        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        try
        {
            await using var content = await answer.Content.ReadAsStreamAsync(context.RequestAborted);
            await content.CopyToAsync(response.Body, ChunkOctets, context.RequestAborted);
        }
        catch (HttpIOException)
        {
            context.Abort(); // its length is promised already
        }
    }

    private static HttpRequestMessage Request(HttpRequest from, byte[] body, HttpRequestMessage request)
    {
        foreach (var (name, value) in from.Headers)
        {
            if (!OwnHeaders.Contains(name))
            {
                request.Headers.TryAddWithoutValidation(name, value.ToArray());
            }
        }

        if (HttpMethods.IsPost(from.Method))
        {
            request.Content = new ByteArrayContent(body);
            if (from.ContentType is { } type)
            {
                request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            }
        }

        return request;
    }

    private static async Task<byte[]> BodyAsync(HttpRequest request, CancellationToken cancel)
    {
        using var body = new MemoryStream();
        var chunk = new byte[4096];
        while (body.Length <= MostBody && await request.Body.ReadAsync(chunk, cancel) is var count and > 0)
        {
            body.Write(chunk, 0, count);
        }

        return body.ToArray();
    }

    private static async Task SayAsync(HttpContext context, int status, string sentence)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = Text;
        await context.Response.WriteAsync(sentence + "\n", context.RequestAborted);
    }
}
