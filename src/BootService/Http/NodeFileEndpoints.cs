using System.Text;
using BootService.Core.Boot;
using BootService.Core.Events;
using BootService.Core.Reasons;
using BootService.Core.Stores;
using BootService.Files;
using BootService.Pallets;
using BootService.Protocols.Net;
using BootService.Protocols.Road;
using BootService.Protocols.Tftp;
using BootService.Settings;

namespace BootService.Http;

/// <summary>
/// Files for nodes: <c>/install/boot/</c> is the boot root that TFTP serves, <c>/install/pallets/</c> the pallets, <c>/install/carts/</c> the packages of
/// carts.
/// </summary>
internal sealed class NodeFileEndpoints(
    IBootFiles boot, NodeFileResponder responder, PalletFiles pallets, DataFolders folders, IAppliance appliance, IBootEvents events, TimeProvider time)
        : IDisposable
{
    private readonly BootFolder _carts = new(folders.CartsDirectory);

    /// <summary>Maps the boot root and the pallets.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map("/install/boot/{**name}", BootFileAsync);
        routes.Map("/install/pallets/{**name}", (HttpContext context, string? name) => PackageFileAsync(context, name, normal => pallets.FindNow(normal)));
    }

    /// <summary>Maps the packages of carts, where carts lie.</summary>
    public void MapCarts(IEndpointRouteBuilder routes) =>
        routes.Map("/install/carts/{**name}", (HttpContext context, string? name) => PackageFileAsync(context, name, FindInCart));

    public void Dispose() => _carts.Dispose();

    /// <summary>Carts hold node XML too, with whatever secrets its author wrote into it: nodes get none of it but in their own kickstart.</summary>
    private BootFile FindInCart(string name) => name.Split('/') is [_, "RPMS" or "repodata", ..] ? _carts.Find(name) : new BootFile.Missing("file not found");

    private async Task BootFileAsync(HttpContext context, string? name)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            await responder.RefuseMethodAsync(context);
            return;
        }

        var peer = NodePeer.Of(context);
        var (file, found) = await FindAsync(name, normal => boot.Find(normal, peer, NodePeer.Asked(context)));
        var result = await responder.RespondAsync(context, found);
        if (HttpMethods.IsGet(context.Request.Method) && result.Whole)
        {
            boot.Sent(found, RequestClock.Since(context, time));
        }

        switch (found)
        {
            case BootFile.Refused { Effects: null } refused:
                Post(context, file, peer, BootOutcome.Refused, new BootReason.Said(refused.Why), 0);
                break;
            case BootFile.Failed failed:
                Post(context, file, peer, BootOutcome.Failed, new BootReason.Said(failed.Why), 0);
                break;
            case BootFile.OnDisk when HttpMethods.IsGet(context.Request.Method) && IsOnTheRoad(file):
                Post(context, file, peer, result.Whole ? BootOutcome.Ok : BootOutcome.Failed,
                    result.Whole ? null : BootReason.Transfer.For(TransferNote.ConnectionEnded), result.Bytes);
                break;
            case BootFile.Missing missing when !OptionalBootFiles.Contains(file) && IsOnTheRoad(file):
                Post(context, file, peer, BootOutcome.Refused, new BootReason.Said(missing.Why), 0);
                break;
        }
    }

    private bool IsOnTheRoad(string file) => BootFileRole.IsOnTheRoad(file, appliance.Current.BootEntries.Values);

    private async Task PackageFileAsync(HttpContext context, string? name, Func<string, BootFile> find)
    {
        var (file, found) = await FindAsync(name, find);
        await responder.RespondAsync(context, found);
        var (outcome, why) = found switch
        {
            BootFile.Missing missing when !OptionalPalletFiles.Contains(file) => (BootOutcome.Refused, (BootReason?)new BootReason.Said(missing.Why)),
            BootFile.Refused refused => (BootOutcome.Refused, new BootReason.Said(refused.Why)),
            BootFile.Failed failed => (BootOutcome.Failed, new BootReason.Said(failed.Why)),
            _ => (BootOutcome.Ok, null),
        };
        if (outcome is not BootOutcome.Ok)
        {
            Post(context, file, NodePeer.Of(context), outcome, why, 0);
        }
    }

    private static async Task<(string Name, BootFile Found)> FindAsync(string? name, Func<string, BootFile> find)
    {
        // A pallet that is fetched from another frontend is waited for by its list and then by the file.
        const int Tries = 6;
        if (Normal(name) is not { } normal)
        {
            return (string.Empty, new BootFile.Missing("this is no name of a file"));
        }

        for (var tries = 0; tries < Tries; tries++)
        {
            var found = find(normal);
            if (found is not BootFile.Reading reading)
            {
                return (normal, found);
            }

            await reading.Done;
        }

        return (normal, new BootFile.Failed("it changes while it is read; ask again"));
    }

    private static string? Normal(string? name)
    {
        Span<char> normal = stackalloc char[TftpFileName.MaxLength];
        return TftpFileName.TryNormalize(Encoding.UTF8.GetBytes(name ?? string.Empty), normal, out var length) is TftpNameFault.None or TftpNameFault.Empty
            ? normal[..length].ToString()
            : null;
    }

    private void Post(HttpContext context, string name, Ipv4 peer, BootOutcome outcome, BootReason? why, long bytes) =>
        events.Post(
            new BootEvent(
                time.GetUtcNow(), default, BootStage.Http, outcome, BootFileRole.Of(name))
            {
                Name = name,
                Address = peer,
                Reason = why,
                Bytes = bytes,
                Took = RequestClock.Since(context, time)
            });
}
