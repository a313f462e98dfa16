using System.Collections.Immutable;
using BootService.Core.Pallets;
using BootService.Core.Stores;

namespace BootService.Core.Doctor;

/// <summary>How much of a pallet a frontend has.</summary>
/// <param name="Frontend">The frontend.</param>
/// <param name="Percent">How much, in hundredths.</param>
public sealed record PalletShare(string Frontend, int Percent);

/// <summary>Where a pallet is.</summary>
/// <param name="Key">The pallet.</param>
/// <param name="Shares">The frontends that are up and have some of it.</param>
/// <param name="Fault">Why it gets no further here; null when it does, or is here.</param>
public sealed record PalletView(PalletKey Key, ImmutableArray<PalletShare> Shares, string? Fault);

/// <summary>Whether what lies on the disks of frontends is the same at all. Pure.</summary>
public static class SharedFileChecks
{
    /// <summary>All of them.</summary>
    /// <param name="all">The frontends.</param>
    /// <param name="pallets">The pallets.</param>
    public static IEnumerable<Finding> Of(IReadOnlyList<FrontendPeer> all, IEnumerable<PalletView> pallets)
    {
        ArgumentNullException.ThrowIfNull(all);
        ArgumentNullException.ThrowIfNull(pallets);
        FrontendPeer[] up = [.. all.Where(frontend => frontend is { IsUp: true, Files.Site.Length: > 0 })];
        return up.Length < 2 ? [] : [.. Site(up), .. pallets.SelectMany(pallet => Pallet(pallet, [.. up.Select(frontend => frontend.Name)]))];
    }

    private static IEnumerable<Finding> Site(FrontendPeer[] up)
    {
        var names = string.Join(", ", up.Select(frontend => frontend.Name));
        if (up.Select(frontend => frontend.Files.Profiles).Distinct(StringComparer.Ordinal).Count() > 1)
        {
            yield return Finding.Wrong(
                "files", $"the files that profiles are made of are not the same at {names}: no install can be set up",
                "\"stack push files\" on the frontend that has the right ones");
        }
        else if (up.Select(frontend => frontend.Files.Site).Distinct(StringComparer.Ordinal).Count() > 1)
        {
            yield return new Finding(
                "files", Verdict.Note, $"carts or bootfiles are not the same at {names}: machines get the one or the other",
                "\"stack push files\" on the frontend that has the right ones");
        }
        else
        {
            yield return Finding.Fine("files", $"the files of the site are the same at {names}");
        }
    }

    private static IEnumerable<Finding> Pallet(PalletView pallet, string[] up)
    {
        var without = up.Where(name => !pallet.Shares.Contains(new PalletShare(name, 100))).ToArray();
        if (pallet.Fault is { } fault)
        {
            yield return Finding.Wrong("pallets", $"{pallet.Key} does not get here: {fault}", "see to that; it is tried again");
        }
        else if (without.Length == up.Length)
        {
            yield return Finding.Wrong("pallets", $"no frontend that is up has {pallet.Key} whole", "start one that has it, or add it again");
        }
        else if (without.Length > 0)
        {
            var parts = without.Select(name => $"{name} has {pallet.Shares.FirstOrDefault(share => share.Frontend == name)?.Percent ?? 0} %");
            yield return new Finding("pallets", Verdict.Note, $"{pallet.Key} is on its way: {string.Join(", ", parts)}", "wait: it is fetched from the others");
        }
        else
        {
            yield return Finding.Fine("pallets", $"{pallet.Key} is at {string.Join(", ", up)}");
        }
    }
}
