using System.Collections.Immutable;
using BootService.Core.Disks;
using BootService.Core.Installers;

namespace BootService.Core.Profiles.Emit;

/// <summary>
/// Looks whether a storage table can be said in kickstart's words: the installer reads its lines on the node, and stops there at one it does not know.
/// </summary>
internal static class AnacondaTable
{
    // Those of every release: which of them knows which is the release's own matter.
    private static readonly ImmutableArray<string> OfAll =
    [
        "--fstype", "--fsoptions", "--fsprofile", "--mkfsoptions", "--label", "--noformat", "--bytes-per-inode", "--encrypted", "--passphrase", "--escrowcert",
        "--backuppassphrase", "--cipher", "--luks-version", "--pbkdf", "--pbkdf-memory", "--pbkdf-time", "--pbkdf-iterations", "--hw-passphrase",
    ];

    private static readonly ImmutableArray<string> OfSizes = [.. OfAll, "--size", "--grow", "--maxsize", "--recommended", "--hibernation", "--resize"];

    private static readonly ImmutableArray<string> OfPartitions =
    [
        .. OfSizes, PartitionRow.AsPrimary, "--active", "--start", "--end", "--type", "--badblocks", "--ondisk", "--ondrive", "--onbiosdisk", "--onpart",
        "--usepart",
    ];

    private static readonly ImmutableArray<string> OfVolumes =
    [
        .. OfSizes, "--name", "--vgname", "--percent", "--useexisting", "--thinpool", "--thin", "--poolname", "--metadatasize", "--chunksize", "--profile",
        "--cachepvs", "--cachesize", "--cachemode",
    ];

    private static readonly ImmutableArray<string> OfArrays = [.. OfAll, "--device", "--level", "--spares", "--useexisting", "--chunksize"];

    private static readonly ImmutableArray<string> OfGroups = ["--noformat", "--useexisting", "--pesize", "--reserved-space", "--reserved-percent"];

    /// <summary>What the plan asks for that Anaconda cannot do, each a sentence; empty when it can be written.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="release">The version of the system that is installed.</param>
    public static IEnumerable<string> Faults(DiskPlan plan, string release)
    {
        // Fedora's versions are none of Enterprise Linux, and Fedora kept it.
        var hasNoBtrfs = AnacondaGenerations.Of(release) >= AnacondaGeneration.El8;
        foreach (var row in plan.Table.Rows)
        {
            if (hasNoBtrfs && row.Type is "btrfs")
            {
                yield return $"the storage table wants {row.What} as btrfs, which Enterprise Linux has no more from 8 on: take xfs or ext4";
            }

            if (row.IsRaw)
            {
                yield return $"the storage table wants {row.What} without a file system, and Anaconda makes none so: give the row a type, such as ext4, "
                    + "or leave it out";
            }
            else if (row is { MountPoint.Length: 0, IsSwap: false } && !plan.Table.IsOnDisk(row))
            {
                yield return $"the storage table wants {row.Type} on {row.Device} mounted nowhere, which Anaconda does with partitions only: "
                    + "give the row a mount point";
            }

            var known = row.IsVolumeGroup ? OfGroups : row.IsArray ? OfArrays : plan.Table.IsOnDisk(row) ? OfPartitions : OfVolumes;
            if (Unknown(row, known) is { } word)
            {
                yield return $"the storage table gives {row.What} the option {word}, which Anaconda does not know"
                    + Spelling.DidYouMean(word.Split('=')[0], known);
            }
        }
    }

    /// <summary>The first word that is no option, nor the value of one; its parser takes an option's beginning for the whole.</summary>
    private static string? Unknown(PartitionRow row, ImmutableArray<string> known)
    {
        var words = KickstartLexer.Split(row.InstallerOptions);
        for (var at = 0; at < words.Length; at++)
        {
            var isValue = words[at] is not ['-', ..] && at > 0 && words[at - 1] is ['-', ..] before && !before.Contains('=', StringComparison.Ordinal);
            var name = words[at].Split('=')[0];
            if (!isValue && !known.Any(option => name.StartsWith("--", StringComparison.Ordinal) && option.StartsWith(name, StringComparison.Ordinal)))
            {
                return words[at];
            }
        }

        return null;
    }
}
