using System.Collections.Concurrent;
using System.Collections.Immutable;
using BootService.Appliances;
using BootService.Core;
using BootService.Core.Pallets;
using BootService.Core.Stores;
using BootService.Storage;

namespace BootService.Pallets;

/// <summary>
/// Keeps here what other frontends have of the pallets that are known: fetches what is missing, says what is here, and takes away what was removed elsewhere.
/// </summary>
internal sealed partial class PalletSharing(
    SharedPalletImport import, PalletReading reading, HeldPallets held, ArrivingPallets arriving, PeerFiles peers, ISharedPallets shared, PeerStanding standing,
    IAppliance appliance, TimeProvider time, ILogger<PalletSharing> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _told = new(StringComparer.Ordinal);

    /// <summary>What is known of each pallet's content, by its folder.</summary>
    public ImmutableDictionary<string, PalletContent> Contents { get; private set; } = ImmutableDictionary<string, PalletContent>.Empty;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Sweep();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (StorageException)
            {
                // It is told of by others, and tried again.
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or RefusedException)
            {
                Tell(string.Empty, fault.Message.ReplaceLineEndings(" ").TrimEnd('.'));
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }

            arriving.Looked();
            await Task.Delay(Every, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        foreach (var pallet in arriving.All)
        {
            pallet.Dispose();
        }
    }

    private async Task LookAsync(CancellationToken cancel)
    {
        var known = appliance.Current.Pallets.Keys.Select(key => key.Folder).ToHashSet(StringComparer.Ordinal);
        foreach (var folder in import.Removed.Where(folder => !known.Contains(folder)))
        {
            await shared.AnnounceAsync(new PalletContent(folder, string.Empty, 0), isNew: true, cancel);
            import.Told(folder);
        }

        await HearAsync(cancel);
        foreach (var folder in known.Order(StringComparer.Ordinal))
        {
            await LookAtAsync(folder, cancel);
        }

        foreach (var pallet in arriving.All.Where(pallet => !known.Contains(pallet.Content.Folder)))
        {
            pallet.Dispose();
        }

        foreach (var (folder, _) in held.All.Where(pallet => !known.Contains(pallet.Folder)
            && Contents.GetValueOrDefault(pallet.Folder) is { Digest: "" } && !held.IsChanging(pallet.Folder)))
        {
            import.DeleteHere(folder);
            LogRemoved(folder);
        }

        Say();
    }

    private async Task HearAsync(CancellationToken cancel) =>
        Contents = (await shared.ListAsync(cancel)).ToImmutableDictionary(content => content.Folder, StringComparer.Ordinal);

    private async Task LookAtAsync(string folder, CancellationToken cancel)
    {
        var digest = held.DigestOf(folder);
        if (held.IsChanging(folder))
        {
            return;
        }

        if (digest is null && Directory.Exists(held.PlaceOf(folder)) && _read.Add(folder))
        {
            // It was here before frontends knew of each other's: what lies here is what it is, unless another has said something else.
            digest = held.Keep(await reading.ReadAsync(folder, _ => { }, cancel));
        }

        var content = Contents.GetValueOrDefault(folder);
        if (digest is not null && content is null or { Digest: "" })
        {
            var octets = await OctetsAsync(folder, cancel);
            await shared.AnnounceAsync(new PalletContent(folder, digest!, octets), isNew: false, cancel);
            await HearAsync(cancel);
            content = Contents.GetValueOrDefault(folder);
        }

        if (content is { Digest.Length: > 0 } && !held.Has(folder, content.Digest))
        {
            // Who added it anew here said so after this was read.
            await HearAsync(cancel);
            Fetch(Contents.GetValueOrDefault(folder));
        }
    }

    private void Fetch(PalletContent? content)
    {
        if (content is not { Digest.Length: > 0 } || held.Has(content.Folder, content.Digest) || held.IsChanging(content.Folder))
        {
            return;
        }

        if (arriving.At(content.Folder) is { } under)
        {
            if (under.Content.Digest != content.Digest)
            {
                under.Dispose();
            }
            else if (under.Fault is { } fault)
            {
                Tell(content.Folder, fault);
            }

            return;
        }

        var pallet = new ArrivingPallet(content, held, peers, () => Sources(content.Digest), time);
        arriving.Add(pallet);
        if (!_told.ContainsKey(content.Folder))
        {
            LogFetching(content.Folder);
        }

        _ = Task.Run(() => RunAsync(pallet), CancellationToken.None);
    }

    private async Task RunAsync(ArrivingPallet pallet)
    {
        try
        {
            if (await pallet.RunAsync(CancellationToken.None))
            {
                _told.TryRemove(pallet.Content.Folder, out _);
                LogFetched(pallet.Content.Folder);
            }
            else if (pallet.Fault is { } fault)
            {
                Tell(pallet.Content.Folder, fault);
                await Task.Delay(Every * 10, time);
            }
        }
        finally
        {
            arriving.Remove(pallet);
            pallet.Dispose();
        }
    }

    // Those on our own networks first.
    private IReadOnlyList<PalletSource> Sources(string digest)
    {
        var here = appliance.Current.Frontend;
        return
        [
            .. from peer in standing.Others
               where PalletsThere.PercentOf(peer.Files.Pallets, digest) is 100
               let address = peer.Addresses.Where(one => !here.Has(one)).OrderByDescending(one => here.All.Any(link => link.Subnet.Contains(one)))
                   .FirstOrDefault()
               where !address.IsAny
               select new PalletSource(peer.Name, $"http://{address}:{here.HttpPort}/install/pallets/"),
        ];
    }

    private async Task<long> OctetsAsync(string folder, CancellationToken cancel) => (await held.ReadAsync(folder, cancel))?.Octets ?? 0;

    private void Say()
    {
        var words = PalletsThere.Write(
        [
            .. held.All.Select(pallet => (pallet.Digest, 100)),
            .. arriving.All.Select(pallet => (pallet.Content.Digest, pallet.Percent)),
        ]);
        standing.Say(own => own with { Pallets = words });
    }

    // What came of a pallet that is not wanted any more.
    private void Sweep()
    {
        try
        {
            foreach (var left in Directory.GetDirectories(held.PlaceOf(string.Empty), ArrivingPallet.Prefix + "*")
                .Where(left => Directory.GetLastWriteTimeUtc(left) < time.GetUtcNow().AddDays(-7).UtcDateTime))
            {
                Directory.Delete(left, recursive: true);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Tell(string.Empty, fault.Message.TrimEnd('.'));
        }
    }

    private void Tell(string folder, string fault)
    {
        if (_told.GetValueOrDefault(folder) != fault)
        {
            _told[folder] = fault;
            LogFault(folder.Length == 0 ? "pallets" : folder, fault);
        }
    }

    [LoggerMessage(EventId = 560, Level = LogLevel.Information, Message = "Pallet {Pallet} is fetched from another frontend")]
    private partial void LogFetching(string pallet);

    [LoggerMessage(EventId = 561, Level = LogLevel.Information, Message = "Pallet {Pallet} is here now, as it was added")]
    private partial void LogFetched(string pallet);

    [LoggerMessage(EventId = 562, Level = LogLevel.Information, Message = "Pallet {Pallet} was removed at another frontend, and here too")]
    private partial void LogRemoved(string pallet);

    [LoggerMessage(EventId = 563, Level = LogLevel.Warning, Message = "{Pallet} cannot be fetched from another frontend: {Fault}")]
    private partial void LogFault(string pallet, string fault);
}
