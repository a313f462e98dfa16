using System.Collections.Immutable;
using BootService.Appliances;
using BootService.Commands.Ports;
using BootService.Core;
using BootService.Core.Inventories;
using BootService.Core.Sites;
using BootService.Core.Stores;
using BootService.Pallets;

namespace BootService.Sites;

/// <summary>
/// Arms nothing while frontends do not have the same files to make profiles of: which of them is asked would decide what a host installs.
/// </summary>
internal sealed class AgreedArming(IInstallArming arming, SiteFolder folder, SiteWatch watch, PeerStanding standing, ArrivingPallets arriving)
    : IInstallArming
{
    private const int MostNamed = 3;

    /// <inheritdoc/>
    public ImmutableArray<Change> Arm(Inventory inventory, ImmutableArray<Core.Hosts.Host> hosts, DateTimeOffset now)
    {
        CheckFiles();
        foreach (var pallet in hosts.Select(host => host.Box).Distinct(StringComparer.Ordinal).SelectMany(inventory.PalletsIn))
        {
            if (arriving.WhyNotHere(pallet.Key) is { } whyNot)
            {
                throw new RefusedException($"{whyNot}: wait until \"stack list pallet\" shows it here, or do this at a frontend that has it");
            }
        }

        return arming.Arm(inventory, hosts, now);
    }

    private void CheckFiles()
    {
        SiteFiles files;
        try
        {
            files = folder.Look();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"the files that profiles are made of cannot be read: {fault.Message.ReplaceLineEndings(" ").TrimEnd('.')}");
        }

        // A frontend that is away is not waited for: it is compared when it is back.
        if (standing.Others.FirstOrDefault(peer => peer.Files.Profiles.Length > 0 && peer.Files.Profiles != files.ProfileDigest) is { } other)
        {
            throw new RefusedException(
                $"the files that profiles are made of are not the same here and at {other.Name}{Names(files, other)}: \"stack push files\" on the frontend "
                    + "that has the right ones makes them the same");
        }
    }

    private string Names(SiteFiles files, FrontendPeer other)
    {
        var unlike = watch.At(other) is { } theirs ? files.Unlike(theirs).Where(file => file.IsOfProfiles).Select(file => file.Path).ToArray() : [];
        return unlike.Length == 0 ? string.Empty
            : $" ({string.Join(", ", unlike.Take(MostNamed))}{(unlike.Length > MostNamed ? $" and {unlike.Length - MostNamed} more" : string.Empty)})";
    }
}
