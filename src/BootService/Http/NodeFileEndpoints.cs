using System.Text;
using BootService.Core.Events;
using BootService.Files;
using BootService.Protocols.Net;
using BootService.Protocols.Tftp;
using BootService.Settings;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BootService.Http;

/// <summary>Files for nodes: <c>/install/boot/</c> is the boot root that TFTP serves, <c>/install/pallets/</c> the pallets.</summary>
internal sealed class NodeFileEndpoints(IBootFiles boot, DaemonSettings settings, IBootEvents events, TimeProvider time) : IDisposable
{
    private static readonly string[] Reads = [HttpMethods.Get, HttpMethods.Head];

    private readonly BootFolder _pallets = new(settings.PalletsDirectory);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/install/boot/{**name}", Reads, (HttpContext context, string? name) => Answer(context, name, (file, peer) => boot.Find(file, peer)));
        routes.MapMethods("/install/pallets/{**name}", Reads, (HttpContext context, string? name) => Answer(context, name, (file, _) => _pallets.Find(file)));
    }

    public void Dispose() => _pallets.Dispose();

    private IResult Answer(HttpContext context, string? name, Func<string, Ipv4, BootFile> find)
    {
        Span<char> normal = stackalloc char[TftpFileName.MaxLength];
        var fault = TftpFileName.TryNormalize(Encoding.UTF8.GetBytes(name ?? string.Empty), normal, out var length);
        if (fault is not (TftpNameFault.None or TftpNameFault.Empty))
        {
            return Refuse(StatusCodes.Status400BadRequest, "this is no name of a file");
        }

        var peer = NodePeer.Of(context);
        var file = normal[..length].ToString();
        return find(file, peer) switch
        {
            BootFile.OnDisk found => Send(context, file, peer, found),
            BootFile.Rendered rendered => TypedResults.Bytes(rendered.Content, rendered.MediaType ?? "text/plain; charset=utf-8"),
            BootFile.Directory folder => FolderListing.Page(context.Request.Path, folder),
            BootFile.Missing missing => Miss(context, file, peer, missing.Why),
            BootFile.Refused refused => Refuse(StatusCodes.Status403Forbidden, refused.Why),
            BootFile.Failed failed => Refuse(StatusCodes.Status500InternalServerError, failed.Why),
            _ => throw new InvalidOperationException("a name means one of these"),
        };
    }

    private IResult Send(HttpContext context, string name, Ipv4 peer, BootFile.OnDisk file)
    {
        if (file.Open() is not { } handle)
        {
            return Miss(context, name, peer, "the file went away while it was asked for");
        }

        // Packages come by the hundred; the timeline wants the loaders and kernels.
        if (HttpMethods.IsGet(context.Request.Method) && context.Request.Path.StartsWithSegments("/install/boot", StringComparison.Ordinal))
        {
            context.Response.OnCompleted(() =>
            {
                Post(context, name, peer, BootOutcome.Ok, why: null, file.Length);
                return Task.CompletedTask;
            });
        }

        var stream = new FileStream(handle, FileAccess.Read, bufferSize: 0, isAsync: false);
        return TypedResults.Stream(stream, "application/octet-stream", fileDownloadName: null, DateTimeOffset.UnixEpoch.AddTicks(file.Version.Modified / 100), enableRangeProcessing: true);
    }

    private ContentHttpResult Miss(HttpContext context, string name, Ipv4 peer, string why)
    {
        if (!OptionalBootFiles.Contains(name))
        {
            Post(context, name, peer, BootOutcome.Refused, why, 0);
        }

        return Refuse(StatusCodes.Status404NotFound, why);
    }

    private void Post(HttpContext context, string name, Ipv4 peer, BootOutcome outcome, string? why, long bytes) =>
        events.Post(new BootEvent(time.GetUtcNow(), default, BootStage.Http, outcome, name) { Address = peer, Why = why, Bytes = bytes, Took = RequestClock.Since(context, time) });

    private static ContentHttpResult Refuse(int status, string why) => TypedResults.Text(why + "\n", "text/plain; charset=utf-8", statusCode: status);
}
