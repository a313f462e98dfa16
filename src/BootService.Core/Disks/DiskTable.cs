using System.Buffers;
using System.Collections.Immutable;

namespace BootService.Core.Disks;

/// <summary>
/// A storage table. It is kept as the attribute <c>storage.partitions</c>, a row a line with tabs between the cells: the whole table of the narrowest
/// scope wins, it is undone, dumped and loaded with everything else, and none of that needs a second way.
/// </summary>
/// <param name="Rows">The rows in order.</param>
public sealed record DiskTable(ImmutableArray<PartitionRow> Rows)
{
    /// <summary>The attribute it is kept in.</summary>
    public const string Attribute = "storage.partitions";

    private static readonly SearchValues<char> NotInCells = SearchValues.Create("$`\\\n\r'");

    private static readonly string[] FileSystems =
        ["ext2", "ext3", "ext4", "xfs", "btrfs", "vfat", "efi", "swap", "biosboot", "prepboot", "lvm", "lvmpv", "raid", "mdmember", "volgroup"];

    /// <summary>A table without rows.</summary>
    public static DiskTable Empty { get; } = new([]);

    /// <summary>Reads the text of the attribute.</summary>
    /// <exception cref="RefusedException">A line is no row.</exception>
    public static DiskTable Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new DiskTable([.. text.Split('\n').Where(line => !string.IsNullOrWhiteSpace(line)).Select(line => PartitionRow.Parse(line.TrimEnd('\r')))]);
    }

    /// <summary>The text of the attribute.</summary>
    public override string ToString() => string.Join('\n', Rows.Select(row => row.ToLine()));

    /// <summary>Everything that is wrong with the table: the row's number from 0 and a sentence; empty when nothing is.</summary>
    /// <param name="whole">Whether the table is complete; rows that are still to come are missed only then.</param>
    public IEnumerable<(int Row, string Sentence)> Faults(bool whole = true)
    {
        for (var at = 0; at < Rows.Length; at++)
        {
            foreach (var sentence in OfRow(Rows[at]).Concat(OfPlace(at, whole)))
            {
                yield return (at, sentence);
            }
        }

        if (whole && Rows.Length > 0 && !Rows.Any(row => row.MountPoint == "/"))
        {
            yield return (Rows.Length - 1, "the table has no row for /, and a system must lie somewhere");
        }
    }

    /// <summary>The disks it names, the one with / first, then in the order of rows.</summary>
    public ImmutableArray<DiskWord> Disks() =>
        [.. Rows.Where(IsOnDisk).OrderBy(row => row.MountPoint == "/" ? 0 : 1).Select(row => new DiskWord(row.Device)).Distinct()];

    /// <summary>Whether a row is a partition of a disk.</summary>
    public bool IsOnDisk(PartitionRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return !row.IsArray && !row.IsVolumeGroup && !Rows.Any(group => group.IsVolumeGroup && group.MountPoint == row.Device);
    }

    private IEnumerable<string> OfRow(PartitionRow row)
    {
        if (row.Type.Length > 0 && !FileSystems.Contains(row.Type))
        {
            yield return $"nobody makes a file system {row.Type}{Spelling.DidYouMean(row.Type, FileSystems)}";
        }

        if (row.Megabytes is null && row.Size is not ("recommended" or "hibernation"))
        {
            yield return $"size \"{row.Size}\" must be a number of MB, 0 for the rest{(row.IsSwap ? ", recommended or hibernation" : "")}";
        }
        else if (row.Megabytes is null && !row.IsSwap)
        {
            yield return $"size \"{row.Size}\" is for swap alone";
        }

        if (row.MountPoint is ['/', ..] ? row.MountPoint.Any(char.IsWhiteSpace) || row.MountPoint.Contains("//", StringComparison.Ordinal)
            || (row.MountPoint.Length > 1 && row.MountPoint[^1] == '/') : !IsName(row))
        {
            yield return row.MountPoint.Length == 0 ? "the row has neither a mount point nor a type of file system, and one of them it needs"
                : $"\"{row.MountPoint}\" is no mount point: a path such as /data, swap, biosboot, pv.01 or raid.01";
        }

        if ((row.Options + row.MountPoint + row.Type).AsSpan().ContainsAny(NotInCells))
        {
            yield return "a cell holds a character that it cannot have: one of $ ` \\ '";
        }

        if (IsOnDisk(row) && row.Options.Split(' ').FirstOrDefault(word => word.StartsWith("--name=", StringComparison.Ordinal)) is { } volume)
        {
            yield return $"{volume["--name=".Length..]} is to be a logical volume, and {row.Device} is no volume group of the table: a row with type volgroup "
                + "makes one";
        }

        if (IsOnDisk(row) && new DiskWord(row.Device).WhyNot() is { } noDisk)
        {
            yield return noDisk;
        }

        if (row.IsPreserved && (!IsOnDisk(row) || row.MountPoint is not ['/', _, ..] || row.MountPoint is "/boot" or "/boot/efi" or "/usr" or "/var"))
        {
            yield return row.MountPoint is "/" or "/boot" or "/boot/efi" or "/usr" or "/var"
                ? $"{row.MountPoint} cannot be preserved: it is what an install writes"
                : $"\"{row.MountPoint}\" cannot be preserved: a plain partition with a mount point can";
        }
    }

    private static bool IsName(PartitionRow row) => row.MountPoint switch
    {
        "" => row.Type.Length > 0,
        "swap" or "biosboot" or "prepboot" => true,
        _ => row.IsVolumeGroup || row.MountPoint.StartsWith("pv.", StringComparison.Ordinal) || row.MountPoint.StartsWith("raid.", StringComparison.Ordinal),
    };

    private IEnumerable<string> OfPlace(int at, bool whole)
    {
        var (row, before) = (Rows[at], Rows[..at]);
        if (row.MountPoint is not ("" or "swap") && before.FirstOrDefault(other => other.MountPoint == row.MountPoint) is not null)
        {
            yield return row.MountPoint == "/" ? "there are two rows for /" : $"{row.MountPoint} is there twice";
        }

        if (IsOnDisk(row) && row.Megabytes == 0 && row.MountPoint is not "biosboot"
            && before.Any(other => IsOnDisk(other) && other.Device == row.Device && other.Megabytes == 0))
        {
            yield return $"two rows want the rest of {row.Device}";
        }

        if (row.PartId is { } id && before.Any(other => other.Device == row.Device && other.PartId == id))
        {
            yield return $"partition {id} of {row.Device} is there twice";
        }

        if (row.IsArray || row.IsVolumeGroup)
        {
            foreach (var fault in OfMembers(row, before))
            {
                yield return fault;
            }
        }
        else if (whole && row.MountPoint.StartsWith("raid.", StringComparison.Ordinal)
            && !Rows.Any(array => array.IsArray && array.Members.Contains(row.MountPoint)))
        {
            yield return $"{row.MountPoint} is a member of no array: a row with device \"raid.01 raid.02\" makes one";
        }
        else if (whole && row.MountPoint.StartsWith("pv.", StringComparison.Ordinal)
            && !Rows.Any(group => group.IsVolumeGroup && group.Members.Contains(row.MountPoint)))
        {
            yield return $"{row.MountPoint} is part of no volume group: a row with device {row.MountPoint} and type volgroup makes one";
        }
    }

    private IEnumerable<string> OfMembers(PartitionRow row, ImmutableArray<PartitionRow> before)
    {
        var members = row.Members.ToArray();
        foreach (var missing in members.Where(member => Rows.All(other => other.MountPoint != member)))
        {
            yield return $"{missing} is no partition of the table";
        }

        foreach (var taken in members.Where(member => before.Any(other => (other.IsArray || other.IsVolumeGroup) && other.Members.Contains(member))))
        {
            yield return $"{taken} belongs to two";
        }

        if (row.IsArray && Level(row) is var (level, least) && members.Length < least)
        {
            yield return $"an array of level {level} needs {least} members at least, and this has {members.Length}";
        }
        else if (row.IsArray && Level(row) is null)
        {
            yield return "an array says its level in options, such as --level=1 --device=md0";
        }
    }

    private static (string Level, int Least)? Level(PartitionRow row) =>
        row.Options.Split(' ').FirstOrDefault(word => word.StartsWith("--level=", StringComparison.Ordinal)) is { } word
            ? word["--level=".Length..].ToUpperInvariant().Replace("RAID", "", StringComparison.Ordinal) switch
            {
                "0" => ("0", 2),
                "1" => ("1", 2),
                "4" => ("4", 3),
                "5" => ("5", 3),
                "6" => ("6", 4),
                "10" => ("10", 4),
                _ => null,
            }
            : null;
}
