using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using BootService.Core;
using BootService.Core.Repositories;

namespace BootService.Media.Mirrors;

/// <summary>
/// Asks web servers, and knows which of them a person named. A repository's user, password and certificate go to the origins that were named with
/// it and to no other, whatever metadata or redirects say; this machine itself and its own link are asked only where they were named.
/// </summary>
internal sealed class WebAccess : IDisposable
{
    private const int MostRedirects = 10;

    private readonly HttpClient _named;
    private readonly HttpClient _found;
    private readonly IWebProxy? _proxy;
    private readonly HashSet<string> _origins = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, AuthenticationHeaderValue> _credentials = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<Uri, string> _queries = [];
    private readonly AuthenticationHeaderValue? _ofRepository;

    /// <param name="repository">The repository of a <c>.repo</c> file; null for addresses alone.</param>
    /// <param name="connections">How many connections one server gets at most.</param>
    /// <exception cref="RefusedException">The repository wants something that cannot be kept, or a file of it cannot be read.</exception>
    public WebAccess(RepoFile? repository, int connections)
    {
        _ofRepository = repository?.UserName is { } user ? Basic($"{user}:{repository.Password}") : null;
        _proxy = repository is null ? HttpClient.DefaultProxy : WebTrust.ProxyOf(repository);
        _named = Client(connections, WebTrust.Named(repository));
        _found = Client(connections, WebTrust.Found(repository));
    }

    /// <summary>Takes an address that a person named, and the user and password in it, which are never shown.</summary>
    /// <returns>The address without them.</returns>
    public Uri Name(Uri address)
    {
        if (address.IsFile)
        {
            return address;
        }

        var origin = OriginOf(address);
        _origins.Add(origin);
        _hosts.Add(address.IdnHost);
        if (address.UserInfo.Length > 0)
        {
            _credentials[origin] = Basic(Uri.UnescapeDataString(address.UserInfo));
            return new UriBuilder(address) { UserName = string.Empty, Password = string.Empty }.Uri;
        }

        if (_ofRepository is not null)
        {
            _credentials.TryAdd(origin, _ofRepository);
        }

        return address;
    }

    /// <summary>Takes the query of a folder's address, such as a token, which everything below the folder is asked for with and which is never shown.</summary>
    /// <returns>The address without it.</returns>
    public Uri Folder(Uri address)
    {
        if (address.IsFile || address.Query.Length == 0)
        {
            return address;
        }

        var folder = new UriBuilder(address) { Query = string.Empty }.Uri;
        _queries[folder] = address.Query;
        return folder;
    }

    /// <summary>Asks for a file, and goes where the server sends.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="from">How many of its first bytes are here already.</param>
    /// <param name="version">The file they are of; null when that need not be known.</param>
    /// <param name="waits">Whether the caller's thread does the work.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="RefusedException">A server sends where nobody named goes.</exception>
    public async ValueTask<HttpResponseMessage> SendAsync(Uri address, long from, RangeConditionHeaderValue? version, bool waits, CancellationToken cancel)
    {
        for (var step = 0; step <= MostRedirects; step++)
        {
            CheckLocal(address);
            var origin = OriginOf(address);
            using var request = new HttpRequestMessage(HttpMethod.Get, step == 0 ? WithQuery(address) : address);
            request.Headers.Authorization = _credentials.GetValueOrDefault(origin);
            request.Headers.Range = from > 0 ? new RangeHeaderValue(from, null) : null;
            request.Headers.IfRange = from > 0 ? version : null;
            var client = _origins.Contains(origin) ? _named : _found;
            var answer = waits
                ? client.Send(request, HttpCompletionOption.ResponseHeadersRead, cancel)
                : await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            if (answer.StatusCode is not (HttpStatusCode.Moved or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect
                or HttpStatusCode.PermanentRedirect)
                || answer.Headers.Location is not { } location)
            {
                return answer;
            }

            answer.Dispose();
            address = Next(address, location);
        }

        throw new RefusedException($"{address} cannot be fetched: the server sends from one address to the next without end");
    }

    public void Dispose()
    {
        _named.Dispose();
        _found.Dispose();
    }

    private Uri WithQuery(Uri address) => address.Query.Length == 0 && _queries.FirstOrDefault(kept => kept.Key.IsBaseOf(address)).Value is { } query
        ? new UriBuilder(address) { Query = query }.Uri
        : address;

    private static Uri Next(Uri address, Uri location)
    {
        var next = Uri.TryCreate(address, location, out var absolute) ? absolute : location;
        return !next.IsAbsoluteUri || next.Scheme is not ("http" or "https")
            ? throw new RefusedException($"{address} cannot be fetched: the server sends to {next.OriginalString}, which is no address of the web")
            : address.Scheme is "https" && next.Scheme is "http"
                ? throw new RefusedException($"{address} cannot be fetched: the server sends to {next}, which anybody between could change")
            : next.UserInfo.Length > 0 ? throw new RefusedException($"{address} cannot be fetched: the server sends to an address with a user in it")
            : next;
    }

    private static string OriginOf(Uri address) => $"{address.Scheme}://{address.IdnHost}:{address.Port}";

    private static AuthenticationHeaderValue Basic(string pair) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));

    private HttpClient Client(int connections, SslClientAuthenticationOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            MaxConnectionsPerServer = connections,
            ConnectTimeout = TimeSpan.FromSeconds(20),
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
            AutomaticDecompression = DecompressionMethods.None,
            AllowAutoRedirect = false,
            SslOptions = options,
            UseProxy = _proxy is not null,
            Proxy = _proxy,
            ConnectCallback = ConnectAsync,
            MaxResponseHeadersLength = 64,
        };
        var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("bootservice-mirror/1.0");
        return client;
    }

    /// <summary>Names that stand for this machine are refused before anybody is asked, also where a proxy would be.</summary>
    private void CheckLocal(Uri address)
    {
        var host = address.IdnHost;
        if (!_hosts.Contains(host) && (host is "localhost" || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Trim('[', ']'), out var literal) && WebTrust.IsLocal(literal))))
        {
            throw Local(host);
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var (host, asked) = (context.DnsEndPoint.Host, context.InitialRequestMessage.RequestUri!);
        var addresses = await Dns.GetHostAddressesAsync(host, cancel);
        if (!_hosts.Contains(host) && !IsProxy(asked, host))
        {
            addresses = [.. addresses.Where(address => !WebTrust.IsLocal(address))];
            if (addresses.Length == 0)
            {
                throw Local(host);
            }
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private bool IsProxy(Uri address, string host) =>
        _proxy?.GetProxy(address) is { } proxy && proxy != address && string.Equals(proxy.IdnHost, host, StringComparison.OrdinalIgnoreCase);

    private static RefusedException Local(string host) =>
        new($"{host} is this machine or its own link, and only an address that you give may lead there");
}
