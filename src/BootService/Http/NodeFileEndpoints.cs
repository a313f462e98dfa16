using System.Text;
using BootService.Core.Events;
using BootService.Files;
using BootService.Protocols.Net;
using BootService.Protocols.Tftp;
using BootService.Settings;

namespace BootService.Http;

/// <summary>Files for nodes: <c>/install/boot/</c> is the boot root that TFTP serves, <c>/install/pallets/</c> the pallets.</summary>
internal sealed class NodeFileEndpoints(IBootFiles boot, NodeFileResponder responder, DaemonSettings settings, IBootEvents events, TimeProvider time) : IDisposable
{
    private readonly BootFolder _pallets = new(settings.PalletsDirectory);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map("/install/boot/{**name}", BootFileAsync);
        routes.Map("/install/pallets/{**name}", PalletFileAsync);
    }

    public void Dispose() => _pallets.Dispose();

    private async Task BootFileAsync(HttpContext context, string? name)
    {
        var peer = NodePeer.Of(context);
        var (file, found) = Find(name, normal => boot.Find(normal, peer));
        var result = await responder.RespondAsync(context, found);

        // Packages come by the hundred; the timeline wants the loaders and kernels, and what was missed of them.
        if (found is BootFile.OnDisk && HttpMethods.IsGet(context.Request.Method))
        {
            Post(context, file, peer, result.Whole ? BootOutcome.Ok : BootOutcome.Failed, result.Whole ? null : "the connection ended before the file did", result.Bytes);
        }
        else if (found is BootFile.Missing missing && !OptionalBootFiles.Contains(file))
        {
            Post(context, file, peer, BootOutcome.Refused, missing.Why, 0);
        }
    }

    private async Task PalletFileAsync(HttpContext context, string? name)
    {
        var (file, found) = Find(name, normal => _pallets.Find(normal));
        var result = await responder.RespondAsync(context, found);
        if (found is BootFile.Missing or BootFile.Refused or BootFile.Failed)
        {
            Post(context, file, NodePeer.Of(context), BootOutcome.Refused, $"status {result.Status}", 0);
        }
    }

    private static (string Name, BootFile Found) Find(string? name, Func<string, BootFile> find)
    {
        Span<char> normal = stackalloc char[TftpFileName.MaxLength];
        return TftpFileName.TryNormalize(Encoding.UTF8.GetBytes(name ?? string.Empty), normal, out var length) switch
        {
            TftpNameFault.None or TftpNameFault.Empty => (normal[..length].ToString(), find(normal[..length].ToString())),
            _ => (string.Empty, new BootFile.Missing("this is no name of a file")),
        };
    }

    private void Post(HttpContext context, string name, Ipv4 peer, BootOutcome outcome, string? why, long bytes) =>
        events.Post(new BootEvent(time.GetUtcNow(), default, BootStage.Http, outcome, name) { Address = peer, Why = why, Bytes = bytes, Took = RequestClock.Since(context, time) });
}
