using System.Globalization;
using System.Text;
using BootService.Core.Disks;

namespace BootService.Core.Profiles.Emit;

/// <summary>
/// The arrays and volume groups of a table that carry what is to be kept: the shell that finds them, compares them with the table before anything is
/// written, and the installer's lines that take them as they are.
/// </summary>
/// <remarks>
/// A variable <c>heldN</c> names the thing of row N on the machine, and is empty when there is none: then it is made anew, on blank disks.
/// </remarks>
internal sealed class KeptVolumes
{
    private readonly DiskTable _table;
    private readonly Func<PartitionRow, string> _type;
    private readonly PartitionRow[] _things;

    /// <param name="table">The table; an empty one where nothing is kept.</param>
    /// <param name="type">The file system of a row.</param>
    public KeptVolumes(DiskTable table, Func<PartitionRow, string> type) => (_table, _type, _things) =
        (table, type, [.. table.Rows.Where(row => (row.IsArray || row.IsVolumeGroup) && table.IsKept(row))]);

    /// <summary>The functions that its shell calls; empty when there is nothing to find.</summary>
    public string Library => _things.Length > 0 ? DiskShell.KeepingVolumes : "";

    /// <summary>Finds them.</summary>
    public string Find()
    {
        var shell = new StringBuilder();
        if (_things.Length > 0)
        {
            shell.Append("awake").Append(Groups()).Append('\n');
        }

        foreach (var thing in _things)
        {
            shell.Append($"{Variable(thing)}=$({(thing.IsArray ? "array" : "group")}_named {ShellWord.Quote(NameOf(thing))})\n");
        }

        return shell.ToString();
    }

    /// <summary>On a disk with partitions each part of a kept thing must be there; the parts are then in the variables of <see cref="HeldOn"/>.</summary>
    /// <param name="rows">The disk's rows.</param>
    /// <param name="disk">The variable that names the disk.</param>
    public string OnDisk(IReadOnlyCollection<PartitionRow> rows, string disk)
    {
        var shell = new StringBuilder();
        foreach (var (thing, count) in On(rows))
        {
            var (held, parts) = (Variable(thing), PartsVariable(thing, disk));
            shell.Append($"    [ -n \"${held}\" ] || refuse \"${disk} is not blank, and there is no {What(thing)}, which is to be kept; "
                + "nukedisks=true empties the disk\"\n");
            shell.Append($"    {parts}=$(echo $(in_{(thing.IsArray ? "array" : "group")} ${disk} ${held}))\n");
            shell.Append(CultureInfo.InvariantCulture, $"    [ \"$(echo ${parts} | wc -w)\" = {count} ] || refuse \"{What(thing)}, which is to be kept, "
                + $"has $(echo ${parts} | wc -w) partitions of ${disk}, and the table says {count}\"\n");
        }

        return shell.ToString();
    }

    /// <summary>A blank disk can be no part of something that is there.</summary>
    /// <param name="rows">The disk's rows.</param>
    /// <param name="disk">The variable that names the disk.</param>
    public string OnBlank(IReadOnlyCollection<PartitionRow> rows, string disk) => string.Concat(On(rows).Select(on =>
        $"    [ -z \"${Variable(on.Thing)}\" ] || refuse \"${disk} is blank, and {What(on.Thing)}, which is to be kept, should be on it\"\n"));

    /// <summary>Compares what was found with the table, and lets go of it again.</summary>
    public string Compare()
    {
        var shell = new StringBuilder();
        foreach (var thing in _things)
        {
            shell.Append($"if [ -n \"${Variable(thing)}\" ]; then\n");
            if (thing.IsArray)
            {
                CompareArray(shell, thing);
            }
            else
            {
                CompareGroup(shell, thing);
            }

            shell.Append($"    tell \"{What(thing)} is kept\"\nfi\n");
        }

        return (_things.Length > 0 ? shell.Append("asleep").Append(Groups()).Append('\n') : shell).ToString();
    }

    /// <summary>The variables with the partitions of a disk that are parts of kept things.</summary>
    /// <param name="rows">The disk's rows.</param>
    /// <param name="disk">The variable that names the disk.</param>
    public IEnumerable<string> HeldOn(IReadOnlyCollection<PartitionRow> rows, string disk) => On(rows).Select(on => PartsVariable(on.Thing, disk));

    /// <summary>The variable that is not empty when a row is taken as it is, by itself or as part of a kept thing; null when it never is.</summary>
    public string? Holder(PartitionRow row) =>
        Array.IndexOf(_things, row) >= 0 ? Variable(row)
        : _things.FirstOrDefault(thing => thing.Members.Contains(row.MountPoint) || (thing.IsVolumeGroup && thing.MountPoint == row.Device)) is { } of
            ? Variable(of) : null;

    /// <summary>The installer's line that takes a row as it is; null when there is none to be said.</summary>
    public string? AsItIs(PartitionRow row) =>
        row.IsVolumeGroup ? $"volgroup {row.MountPoint} --noformat"
        : row.IsArray ? row.IsPreserved ? $"raid {row.MountPoint} --device={row.ArrayName} --fstype={_type(row)} --noformat" : null
        : _table.IsOnDisk(row) ? null
        : $"logvol {(row.IsSwap ? "swap" : row.MountPoint)} --vgname={row.Device} --name={row.VolumeName} --fstype={(row.IsSwap ? "swap" : _type(row))} "
            + (row.IsPreserved ? "--noformat" : "--useexisting");

    private void CompareArray(StringBuilder shell, PartitionRow array)
    {
        var (held, level) = (Variable(array), array.RaidLevel);
        shell.Append($"    found=$(cat \"/sys/block/${held}/md/level\")\n"
            + $"    [ \"$found\" = raid{level} ] || refuse \"{What(array)} is $found, and the table says raid{level}\"\n");
        shell.Append(CultureInfo.InvariantCulture, $"    found=$(cat \"/sys/block/${held}/md/raid_disks\")\n"
            + $"    [ \"$found\" = {array.Members.Count()} ] || refuse "
            + $"\"{What(array)} has $found members, and the table says {array.Members.Count()}\"\n");
        if (array.IsPreserved)
        {
            CompareType(shell, array, $"/dev/${held}");
        }
    }

    private void CompareGroup(StringBuilder shell, PartitionRow group)
    {
        shell.Append(CultureInfo.InvariantCulture, $"    found=$(lvm vgs --noheadings -o pv_count {group.MountPoint} | tr -d ' ')\n"
            + $"    [ \"$found\" = {group.Members.Count()} ] || refuse \"{What(group)} has $found parts, and the table says {group.Members.Count()}\"\n");
        foreach (var volume in _table.VolumesOf(group))
        {
            var name = $"{group.MountPoint}/{volume.VolumeName}";
            shell.Append($"    found=$(volume_size {name})\n    [ -n \"$found\" ] || refuse \"{What(group)} has no volume {volume.VolumeName}, which the table "
                + "says; it is not the one that the table made\"\n");
            if (volume.IsPreserved)
            {
                shell.Append(volume.Megabytes is { } size and > 0 ? AnacondaDisks.IsAbout(size, $"{name} is {volume.MountPoint}") : "");
                CompareType(shell, volume, $"/dev/mapper/{Escaped(group.MountPoint)}-{Escaped(volume.VolumeName)}");
            }
        }
    }

    private void CompareType(StringBuilder shell, PartitionRow row, string node) => shell.Append(
        $"    found=$(blkid -p -s TYPE -o value \"{node}\")\n"
            + $"    [ \"$found\" = {_type(row)} ] || refuse \"{row.MountPoint} has file system $found, and the table says {_type(row)}\"\n");

    /// <summary>The kept things that partitions of a disk are directly part of, and how many.</summary>
    private IEnumerable<(PartitionRow Thing, int Count)> On(IReadOnlyCollection<PartitionRow> rows) =>
        _things.Select(thing => (thing, rows.Count(row => thing.Members.Contains(row.MountPoint)))).Where(on => on.Item2 > 0);

    private string Groups() => string.Concat(_things.Where(thing => thing.IsVolumeGroup).Select(group => $" {group.MountPoint}"));

    private string Variable(PartitionRow thing) => $"held{_table.Rows.IndexOf(thing) + 1}";

    private string PartsVariable(PartitionRow thing, string disk) => $"{disk}_{Variable(thing)}";

    private static string NameOf(PartitionRow thing) => thing.IsArray ? thing.ArrayName! : thing.MountPoint;

    private static string What(PartitionRow thing) => $"{(thing.IsArray ? "array" : "volume group")} {NameOf(thing)}";

    private static string Escaped(string name) => name.Replace("-", "--", StringComparison.Ordinal);
}
