using System.Buffers;
using System.Collections.Immutable;
using System.Text;

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

    /// <summary>Everything that is wrong with the table; empty when nothing is.</summary>
    /// <param name="whole">Whether the table is complete; rows that are still to come are missed only then.</param>
    public IEnumerable<TableFault> Faults(bool whole = true)
    {
        for (var at = 0; at < Rows.Length; at++)
        {
            foreach (var (column, sentence) in OfRow(Rows[at]).Concat(OfPlace(at, whole)))
            {
                yield return new TableFault(at, column, sentence);
            }
        }

        if (whole && Rows.Length > 0 && !Rows.Any(row => row.MountPoint == "/"))
        {
            yield return new TableFault(Rows.Length - 1, "mountpoint", "the table has no row for /, and a system must lie somewhere");
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

    /// <summary>Whether data on a row outlive an install: its own, those of what it is part of, or those of a volume of its group.</summary>
    public bool IsKept(PartitionRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.IsPreserved || (row.IsVolumeGroup
            ? VolumesOf(row).Any(volume => volume.IsPreserved)
            : row.MountPoint.Length > 0 && Rows[(Rows.IndexOf(row) + 1)..].Any(
                above => (above.IsArray || above.IsVolumeGroup) && above.Members.Contains(row.MountPoint) && IsKept(above)));
    }

    /// <summary>The logical volumes of a volume group's row.</summary>
    public IEnumerable<PartitionRow> VolumesOf(PartitionRow group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return Rows.Where(row => row.Device == group.MountPoint);
    }

    private IEnumerable<(string Column, string Sentence)> OfRow(PartitionRow row)
    {
        if (row.Type.Length > 0 && !FileSystems.Contains(row.Type))
        {
            yield return ("type", $"nobody makes a file system {row.Type}{Spelling.DidYouMean(row.Type, FileSystems)}");
        }

        // Arrays and volume groups are as large as what they are made of.
        if (row is { Size.Length: 0, IsArray: false, IsVolumeGroup: false })
        {
            yield return ("size", "there is no size: a number of MB, or 0 for the rest of the disk");
        }
        else if (row.Megabytes is null && row.Size is not ("recommended" or "hibernation"))
        {
            yield return ("size", $"size \"{row.Size}\" must be a number of MB, 0 for the rest{(row.IsSwap ? ", recommended or hibernation" : "")}");
        }
        else if (row.Megabytes is null && !row.IsSwap)
        {
            yield return ("size", $"size \"{row.Size}\" is for swap alone");
        }

        if (row.MountPoint is ['/', ..] ? !IsPath(row.MountPoint) : !IsName(row))
        {
            yield return ("mountpoint", row.IsVolumeGroup ? $"\"{row.MountPoint}\" is no name of a volume group, such as vg00"
                : row.MountPoint.Length == 0 ? WhyUnnamed(row)
                : $"\"{row.MountPoint}\" is no mount point: a path such as /data, swap, biosboot, pv.01 or raid.01");
        }

        if (!row.IsVolumeGroup && ((string?[])[row.ArrayName, row.Option("--name=")]).FirstOrDefault(name => name is not null && !IsWord(name)) is { } odd)
        {
            yield return ("options", $"\"{odd}\" is no name of a volume or an array: letters, digits, - _ . + make one");
        }

        if ((row.Options + row.MountPoint + row.Type).AsSpan().ContainsAny(NotInCells))
        {
            yield return ("options", "a cell holds a character that it cannot have: one of $ ` \\ '");
        }

        if (row.Option("--label=")?.Trim('"') is { } label && LongestLabel(row) is var most && Encoding.UTF8.GetByteCount(label) > most)
        {
            var system = row.IsSwap ? "swap" : row.Type;
            yield return ("options", $"the label {Quoted.Beginning(label, 40)} is longer than the {most} octets that {system} has for one");
        }

        if (IsOnDisk(row) && row.Option("--name=") is { } volume)
        {
            yield return ("device",
                $"{volume} is to be a logical volume, and {row.Device} is no volume group of the table: a row with type volgroup makes one");
        }

        if (IsOnDisk(row) && new DiskWord(row.Device).WhyNot() is { } noDisk)
        {
            yield return ("device", noDisk);
        }

        if (row.IsPreserved && (row.IsVolumeGroup || row.MountPoint is not ['/', _, ..] || row.MountPoint is "/boot" or "/boot/efi" or "/usr" or "/var"))
        {
            yield return ("options", row.MountPoint is "/" or "/boot" or "/boot/efi" or "/usr" or "/var"
                ? $"{row.MountPoint} cannot be preserved: it is what an install writes"
                : $"\"{row.MountPoint}\" cannot be preserved: a partition, an array or a logical volume with a mount point can");
        }
    }

    /// <summary>How many octets a label may have: more, and the program that makes the file system refuses it when the disk is empty already.</summary>
    private static int LongestLabel(PartitionRow row) => row.IsSwap ? 15 : row.Type switch
    {
        "xfs" => 12,
        "ext2" or "ext3" or "ext4" => 16,
        "vfat" => 11,
        _ => 255,
    };

    /// <summary>What the loader lies in is made on each disk of a mirror, so that a machine starts from either.</summary>
    private static bool IsOfEachDisk(PartitionRow row) => row.MountPoint is "biosboot" or "prepboot";

    private bool IsName(PartitionRow row) => row.MountPoint switch
    {
        "" => row.IsRaw ? IsOnDisk(row) : Parts(row.Type) is null,
        "swap" or "biosboot" or "prepboot" => true,
        _ => IsWord(row.MountPoint)
            && (row.IsVolumeGroup || row.MountPoint.StartsWith("pv.", StringComparison.Ordinal)
                || row.MountPoint.StartsWith("raid.", StringComparison.Ordinal)),
    };

    private static string WhyUnnamed(PartitionRow row) => Parts(row.Type) is { } name
        ? $"a row with type {row.Type} is named by its mount point, such as {name}"
        : "the row has neither a mount point nor a type of file system, and only a partition of a disk can be without";

    /// <summary>How a row is named that others are made of, by its type; null when nothing is made of it.</summary>
    private static string? Parts(string type) => type switch
    {
        "lvm" or "lvmpv" => "pv.01",
        "raid" or "mdmember" => "raid.01",
        "volgroup" => "vg00",
        _ => null,
    };

    /// <summary>These stand in shell, in an installer's lines and in the system's own table.</summary>
    private static bool IsWord(string text) =>
        text is [not '-', ..] && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or '+');

    private static bool IsPath(string text) => text is "/"
        || text[1..].Split('/').All(step => step is not ("" or "." or "..") && IsWord(step.Replace('@', '_').Replace(':', '_').TrimStart('-')));

    private IEnumerable<(string Column, string Sentence)> OfPlace(int at, bool whole)
    {
        var (row, before) = (Rows[at], Rows[..at]);
        if (row.MountPoint is not ("" or "swap")
            && before.Any(other => other.MountPoint == row.MountPoint && (other.Device == row.Device || !IsOfEachDisk(row))))
        {
            yield return ("mountpoint", row.MountPoint == "/" ? "there are two rows for /"
                : IsOfEachDisk(row) ? $"{row.MountPoint} of {row.Device} is there twice" : $"{row.MountPoint} is there twice");
        }

        if (IsOnDisk(row) && row.Megabytes == 0 && row.MountPoint is not "biosboot"
            && before.Any(other => IsOnDisk(other) && other.Device == row.Device && other.Megabytes == 0))
        {
            yield return ("size", $"two rows want the rest of {row.Device}");
        }

        if (row.PartId is { } id && before.Any(other => other.Device == row.Device && other.PartId == id))
        {
            yield return ("partid", $"partition {id} of {row.Device} is there twice");
        }

        if (!row.IsArray && !row.IsVolumeGroup && !IsOnDisk(row) && before.Any(other => other.Device == row.Device && other.VolumeName == row.VolumeName))
        {
            yield return ("mountpoint", $"volume group {row.Device} has two volumes {row.VolumeName}: --name= among the options names one otherwise");
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
            yield return ("mountpoint", $"{row.MountPoint} is a member of no array: a row with device \"raid.01 raid.02\" makes one");
        }
        else if (whole && row.MountPoint.StartsWith("pv.", StringComparison.Ordinal)
            && !Rows.Any(group => group.IsVolumeGroup && group.Members.Contains(row.MountPoint)))
        {
            yield return ("mountpoint", $"{row.MountPoint} is part of no volume group: a row with device {row.MountPoint} and type volgroup makes one");
        }
    }

    private IEnumerable<(string Column, string Sentence)> OfMembers(PartitionRow row, ImmutableArray<PartitionRow> before)
    {
        var members = row.Members.ToArray();
        foreach (var missing in members.Where(member => before.All(other => other.MountPoint != member)))
        {
            yield return ("device", missing == row.MountPoint ? $"{missing} cannot be part of itself"
                : Rows.Any(other => other.MountPoint == missing) ? $"{missing} is made in a row below, and must be in one above"
                : $"{missing} is no partition of the table");
        }

        // Extents and metadata take a little of each part.
        if (row.IsVolumeGroup && members.Select(name => before.FirstOrDefault(other => other.MountPoint == name)) is var parts
            && parts.All(part => part is { IsArray: false, Megabytes: > 0 }) && parts.Sum(part => part!.Megabytes) is var room
            && VolumesOf(row).Sum(volume => volume.Megabytes ?? 0) is var wanted && wanted > room)
        {
            yield return ("size", $"the volumes of {row.MountPoint} want {wanted} MB and its parts have {room}");
        }

        foreach (var taken in members.Where(member => before.Any(other => (other.IsArray || other.IsVolumeGroup) && other.Members.Contains(member))))
        {
            yield return ("device", $"{taken} belongs to two");
        }

        if (row.IsArray && Level(row) is var (level, least) && members.Length < least)
        {
            yield return ("device", $"an array of level {level} needs {least} members at least, and this has {members.Length}");
        }
        else if (row.IsArray && Level(row) is null)
        {
            yield return ("options", "an array says its level in options, such as --level=1 --device=md0");
        }
        else if (row.IsArray && row.ArrayName is not { Length: > 0 })
        {
            yield return ("options", "an array says its name in options, such as --device=md0");
        }
        else if (row.IsArray && before.Any(other => other.IsArray && other.ArrayName == row.ArrayName))
        {
            yield return ("options", $"there are two arrays {row.ArrayName}");
        }
    }

    /// <summary>The level of an array and the fewest members of it; null when its options say none.</summary>
    private static (string Level, int Least)? Level(PartitionRow row) => row.RaidLevel switch
    {
        "0" => ("0", 2),
        "1" => ("1", 2),
        "4" => ("4", 3),
        "5" => ("5", 3),
        "6" => ("6", 4),
        "10" => ("10", 4),
        _ => null,
    };
}
