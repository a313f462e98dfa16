using System.Collections.Concurrent;
using System.Diagnostics;
using BootService.Core.Pallets;
using BootService.Core.Stores;
using BootService.Files;

namespace BootService.Pallets;

/// <summary>The pallets that are on their way here from other frontends, and those that soon will be. Safe from any thread.</summary>
internal sealed class ArrivingPallets(IAppliance appliance, HeldPallets held)
{
    /// <summary>What is said of a file that has not come and cannot be waited for.</summary>
    public const string OnItsWay = "the pallet is still on its way here from another frontend (\"stack list pallet\")";

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, ArrivingPallet> _arriving = new(StringComparer.Ordinal);
    private volatile TaskCompletionSource _looked = NewLook();
    private long _asked;

    /// <summary>All of them.</summary>
    public IEnumerable<ArrivingPallet> All => _arriving.Values;

    /// <summary>The one of a folder; null when it is not on its way.</summary>
    public ArrivingPallet? At(string folder) => _arriving.GetValueOrDefault(folder);

    /// <summary>One sets out.</summary>
    public void Add(ArrivingPallet pallet) => _arriving[pallet.Content.Folder] = pallet;

    /// <summary>One is here, or not wanted any more.</summary>
    public void Remove(ArrivingPallet pallet) => _arriving.TryRemove(KeyValuePair.Create(pallet.Content.Folder, pallet));

    /// <summary>Every pallet was looked at: what was to set out has.</summary>
    public void Looked() => Interlocked.Exchange(ref _looked, NewLook()).TrySetResult();

    /// <summary>Why hosts cannot be set to install from a pallet here yet; null when they can.</summary>
    public string? WhyNotHere(PalletKey key) =>
        Directory.Exists(held.PlaceOf(key.Folder)) ? null
        : At(key.Folder) is not { } pallet ? $"pallet {key} is not at this frontend"
        : pallet.Fault is { } fault ? $"pallet {key} does not get here from another frontend: {fault}"
        : $"pallet {key} is still on its way here from another frontend ({pallet.Percent} %)";

    /// <summary>Looks a file up in a pallet that is not in its place; null when there is no such pallet.</summary>
    /// <param name="folder">The pallet's folder.</param>
    /// <param name="rest">The file's name in it; empty for the folder.</param>
    public BootFile? Find(ReadOnlySpan<char> folder, ReadOnlySpan<char> rest)
    {
        if (_arriving.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(folder, out var pallet))
        {
            return pallet.Find(rest);
        }

        // Added elsewhere a moment ago: before this frontend has looked, it does not know where to fetch it from.
        var name = folder.ToString();
        return held.DigestOf(name) is not null || Directory.Exists(held.PlaceOf(name)) ? null
            : IsKnown(name) ? new BootFile.Reading(_looked.Task)
            : IsTimeToAsk() ? new BootFile.Reading(appliance.CatchUpAsync(CancellationToken.None))
            : null;
    }

    // It may have been added this moment: others are asked before it is said not to be there, once a second at most, whoever asks for what.
    private bool IsTimeToAsk()
    {
        var (last, now) = (Interlocked.Read(ref _asked), Stopwatch.GetTimestamp());
        return Stopwatch.GetElapsedTime(last, now) > Pace && Interlocked.CompareExchange(ref _asked, now, last) == last;
    }

    private bool IsKnown(string folder) =>
        folder.Split('/') is [var name, var version, var os, var arch] && appliance.Current.Pallets.ContainsKey(new PalletKey(name, version, os, arch));

    private static TaskCompletionSource NewLook() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
