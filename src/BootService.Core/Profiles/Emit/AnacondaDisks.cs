using System.Globalization;
using System.Text;
using BootService.Core.Disks;
using BootService.Core.Installers;

namespace BootService.Core.Profiles.Emit;

/// <summary>
/// Puts a plan into the script before an install that finds the disks, compares them with the plan, and writes the installer's lines to
/// <c>/tmp/partition-info</c>. It writes to no disk before it has looked at all of them.
/// </summary>
internal sealed class AnacondaDisks
{
    private const string Lines = "/tmp/partition-info";

    private readonly DiskPlan _plan;
    private readonly AnacondaGeneration _generation;
    private readonly KeptVolumes _volumes;
    private readonly StringBuilder _script = SpareText.Begin();
    private readonly Dictionary<DiskWord, string> _variables = [];

    private AnacondaDisks(DiskPlan plan, AnacondaGeneration generation) => (_plan, _generation, _volumes) =
        (plan, generation, new KeptVolumes(plan.NukesAll ? DiskTable.Empty : plan.Table, row => TypeOf(row, generation)));

    /// <summary>The script.</summary>
    /// <param name="plan">What is to be.</param>
    /// <param name="generation">Whose lines it writes.</param>
    /// <param name="reports">Where it says what it found; null to say nothing.</param>
    /// <param name="baseUrl">Where the frontend serves, without a final slash.</param>
    public static string Script(DiskPlan plan, AnacondaGeneration generation, ReportUrls? reports, string baseUrl)
    {
        var writer = new AnacondaDisks(plan, generation);
        writer._script.Append(DiskShell.Library(reports));
        if (plan.Controllers is { } controllers)
        {
            writer._script.Append(ControllerShell.Of(controllers, baseUrl));
        }

        if (plan.Table.Rows.IsEmpty)
        {
            writer.OneDisk();
        }
        else
        {
            writer.Table();
        }

        return SpareText.End(writer._script.Append("true\n"));
    }

    /// <summary>The label by which a kept partition is known again: its own, or one made of its mount point, which fits every file system.</summary>
    public static string LabelOf(PartitionRow row)
    {
        if (row.Option("--label=") is { } own)
        {
            return own;
        }

        var hash = 2166136261u;
        foreach (var letter in Encoding.UTF8.GetBytes(row.MountPoint))
        {
            hash = (hash ^ letter) * 16777619;
        }

        return $"keep-{hash & 0xFFFFFF:x6}";
    }

    private void OneDisk()
    {
        _script.Append(DiskShell.Find("system", _plan.System)).Append(DiskShell.Tell("system", _plan.System));
        Nuke("\"$system\"");
        Line("{");
        Line("    echo \"ignoredisk --only-use=$system\"");
        Line("    echo zerombr");
        Line("    echo \"clearpart --all --initlabel --drives=$system\"");
        if (_plan.RawLines is { } raw)
        {
            _script.Append("    ").Append(HereDocument.Of(raw, "EOF"));
        }
        else
        {
            Line("    echo autopart");
        }

        Line($"}} > {Lines}");
    }

    private void Table()
    {
        var keeps = _plan.Table.Rows.Any(row => row.IsPreserved);
        _script.Append(keeps ? DiskShell.Keeping : "").Append(_volumes.Library);
        foreach (var disk in _plan.Table.Disks())
        {
            Find(disk);
        }

        Line("fresh=");
        if (keeps)
        {
            Line($"named=\"{string.Join(' ', _variables.Values.Select(variable => $"${variable}"))}\"");
        }

        _script.Append(_volumes.Find());
        foreach (var disk in _plan.Table.Disks())
        {
            Compare(disk);
        }

        _script.Append(_volumes.Compare());

        // From here on disks are written to.
        Nuke(string.Join(' ', _variables.Values.Select(variable => $"\"${variable}\"")));
        foreach (var (disk, variable) in _variables.Where(pair => HoldsKept(pair.Key)))
        {
            Drop(disk, variable);
        }

        Line("{");
        Line($"    echo \"ignoredisk --only-use={string.Join(',', _variables.Values.Select(variable => $"${variable}"))}\"");
        Line("    echo zerombr");
        Line("    if [ -n \"$fresh\" ]; then echo \"clearpart --all --initlabel --drives=$(echo $fresh | tr ' ' ',')\"; else echo 'clearpart --none'; fi");
        Firmware();
        foreach (var row in _plan.Table.Rows)
        {
            Row(row);
        }

        Line($"}} > {Lines}");
    }

    private void Find(DiskWord disk)
    {
        var variable = $"disk{_variables.Count + 1}";
        _script.Append(DiskShell.Find(variable, disk));
        foreach (var (other, seen) in _variables)
        {
            Line($"[ \"${variable}\" != \"${seen}\" ] || refuse \"{DiskShell.Shown(other)} and {DiskShell.Shown(disk)} are the same disk, ${variable}\"");
        }

        _variables.Add(disk, variable);
        var wanted = Rows(disk).Sum(row => row.Megabytes ?? 0);
        Line($"size=$(($(cat \"$(block ${variable})/size\") / 2048))");
        Line(string.Create(CultureInfo.InvariantCulture,
            $"[ \"$size\" -ge {wanted} ] || refuse \"the partitions of {DiskShell.Shown(disk)} want {wanted} MB and ${variable} has $size\""));
        Line($"tell \"{string.Join(", ", Rows(disk).Select(row => row.What))} go to ${variable}, which is "
            + $"{DiskShell.Shown(disk)} of$(there_are)\"");
    }

    /// <summary>A disk with partitions to keep must be blank, or be the one that the table made; a disk without is made anew.</summary>
    private void Compare(DiskWord disk)
    {
        var (variable, kept) = (_variables[disk], Kept(disk));
        if (!HoldsKept(disk) || _plan.NukesAll)
        {
            Line($"fresh=\"$fresh ${variable}\"");
            return;
        }

        foreach (var row in kept)
        {
            Line($"{KeptVariable(row)}=");
        }

        Line($"if blank ${variable}; then");
        foreach (var row in kept)
        {
            Line($"    other=$(elsewhere {ShellWord.Quote(LabelOf(row))} {Type(row)})");
            Line($"    [ -z \"$other\" ] || refuse \"{row.MountPoint}, which is to be kept, is $other by its label {LabelOf(row)}, and ${variable}, where the "
                + "table wants it, is blank: disks may have changed their names, serial=... names one for good\"");
        }

        Line($"    fresh=\"$fresh ${variable}\"");
        _script.Append(_volumes.OnBlank(Rows(disk), variable));
        Line("else");
        foreach (var row in kept)
        {
            var (name, label) = (KeptVariable(row), LabelOf(row));
            Line($"    {name}=$(labelled ${variable} {ShellWord.Quote(label)})");
            Line($"    [ -n \"${name}\" ] || refuse \"${variable} is not blank and none of its partitions is {row.MountPoint} (label {label}), which is "
                + "to be kept; nukedisks=true empties the disk\"");
            var type = Type(row);
            Line($"    found=$(blkid -p -s TYPE -o value \"/dev/${name}\")");
            Line($"    [ \"$found\" = {type} ] || refuse \"${name} is {row.MountPoint} with file system $found, and the table says {type}\"");
            if (row.Megabytes is { } size and > 0)
            {
                Line($"    found=$(($(cat \"$(block ${variable})/$(echo ${name} | tr / '!')/size\") / 2048))");
                _script.Append(IsAbout(size, $"${name} is {row.MountPoint}"));
            }
        }

        _script.Append(_volumes.OnDisk(Rows(disk), variable));
        var count = Rows(disk).Count(row => row.MountPoint is not ("/boot/efi" or "biosboot" or "prepboot"));

        // What the firmware boots from is made without a row, and a row for other firmware is left out. An attempt that ended after partitions were
        // removed, and before the installer made others, leaves those that are kept.
        Line($"    count=$(ours ${variable} | wc -l)");
        Line($"    [ \"$(parts ${variable} | wc -l)\" = \"$(echo{KeptNames(disk, variable)} | wc -w)\" ] || [ \"$count\" = {count} ] || "
            + $"refuse \"${variable} has $count partitions and the table has {count}, what machines boot from aside; it is not the disk that the table made\"");
        if (kept.Length > 0)
        {
            Line($"    tell \"{string.Join(", ", kept.Select(row => $"{row.MountPoint} on ${KeptVariable(row)}"))} {(kept.Length == 1 ? "is" : "are")} kept\"");
        }

        Line("fi");
    }

    /// <summary>Makes room for what is made anew, and looks again what the partitions that are kept are called then.</summary>
    private void Drop(DiskWord disk, string variable)
    {
        Line($"case \" $fresh \" in");
        Line($"*\" ${variable} \"*) ;;");
        Line("*)");
        Line("    gone=");
        Line($"    for part in $(parts ${variable}); do case \"{KeptNames(disk, variable)} \" in *\" $part \"*) ;; *) gone=\"$gone $part\" ;; esac; done");
        Line($"    drop ${variable} $gone");
        foreach (var row in Kept(disk))
        {
            Line($"    {KeptVariable(row)}=$(labelled ${variable} {ShellWord.Quote(LabelOf(row))})");
            Line($"    [ -n \"${KeptVariable(row)}\" ] || stop \"{row.MountPoint}, which is to be kept, is not found any more on ${variable} after other "
                + "partitions of it were removed\"");
        }

        Line("    ;;");
        Line("esac");
    }

    /// <summary>The variables with what is kept of a disk, each after a blank.</summary>
    private string KeptNames(DiskWord disk, string variable) =>
        string.Concat(Kept(disk).Select(KeptVariable).Concat(_volumes.HeldOn(Rows(disk), variable)).Select(name => $" ${name}"));

    /// <summary>The shell that stops when <c>$found</c> is another size than the table's, but for what alignment takes.</summary>
    /// <param name="size">The table's, in MiB.</param>
    /// <param name="what">Whose size it is, as a sentence begins.</param>
    public static string IsAbout(long size, string what)
    {
        var slack = Math.Max(16, size / 50);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"    [ \"$found\" -ge {size - slack} ] && [ \"$found\" -le {size + slack} ] || refuse \"{what} with $found MB, and the table says {size}\"\n");
    }

    /// <summary>
    /// What the firmware boots from, unless the table says it. A table may say it for one kind of firmware, whose row is left out on the other: there the
    /// system would have nothing to boot from, and where disks get a GPT in any case, as from Enterprise Linux 10 on, the installer stops.
    /// </summary>
    private void Firmware()
    {
        var places = _plan.Table.Rows.Select(row => row.MountPoint).ToHashSet(StringComparer.Ordinal);
        var only = (places.Contains("prepboot"), places.Contains("/boot/efi"), places.Contains("biosboot")) switch
        {
            (true, _, _) or (_, true, true) => null,
            (_, true, _) => "[ -d /sys/firmware/efi ] || ",
            (_, _, true) => "[ -d /sys/firmware/efi ] && ",
            _ => "",
        };
        if (only is null)
        {
            return;
        }

        if (_generation >= AnacondaGeneration.El8)
        {
            Line($"    {only}echo reqpart");
        }
        else if (!places.Contains("/boot/efi"))
        {
            Line("    [ -d /sys/firmware/efi ] && echo \"part /boot/efi --fstype=efi --size=200 --ondisk=$disk1\"");
        }
    }

    private void Row(PartitionRow row)
    {
        var options = row.InstallerOptions.Length > 0 ? $" {row.InstallerOptions}" : "";
        var held = _volumes.Holder(row);
        if (held is { } holder && _volumes.AsItIs(row) is var kept)
        {
            Line(kept is null ? $"    if [ -z \"${holder}\" ]; then" : $"    if [ -n \"${holder}\" ]; then");
            if (kept is not null)
            {
                Echo(kept, "    ");
                Line("    else");
            }
        }

        var before = held is null ? "" : "    ";
        if (row.IsVolumeGroup)
        {
            Echo($"volgroup {row.MountPoint} {string.Join(' ', row.Members)}{options}", before);
        }
        else if (row.IsArray)
        {
            Echo($"raid {Place(row)} {string.Join(' ', row.Members)}{FileSystem(row)}{options}", before);
        }
        else if (!_plan.Table.IsOnDisk(row))
        {
            var name = row.Option("--name=") is null ? $" --name={row.VolumeName}" : "";
            Echo($"logvol {Place(row)} --vgname={row.Device}{name}{FileSystem(row)}{Size(row)}{options}", before);
        }
        else
        {
            Partition(row, options, before);
        }

        if (held is not null)
        {
            Line("    fi");
        }
    }

    private void Partition(PartitionRow row, string options, string before)
    {
        var only = before
            + (row.MountPoint is "/boot/efi" ? "[ -d /sys/firmware/efi ] && " : row.MountPoint is "biosboot" ? "[ -d /sys/firmware/efi ] || " : "");
        var variable = _variables[new DiskWord(row.Device)];
        if (!row.IsPreserved)
        {
            Echo($"part {Place(row)}{FileSystem(row)}{Size(row)} --ondisk=${variable}{options}", only);
            return;
        }

        var label = options.Contains("--label=", StringComparison.Ordinal) ? "" : $" --label={LabelOf(row)}";
        Line($"    if [ -n \"${KeptVariable(row)}\" ]; then");
        Echo($"part {row.MountPoint} --fstype={Type(row)} --noformat --onpart=${KeptVariable(row)}", "    ");
        Line("    else");
        Echo($"part {row.MountPoint} --fstype={Type(row)}{Size(row)} --ondisk=${variable}{label}{options}", "    ");
        Line("    fi");
    }

    private void Nuke(string used)
    {
        if (_plan.NukesAll)
        {
            Line($"for disk in $(disks | cut -d ' ' -f 2); do for used in {used}; do [ \"$disk\" = \"$used\" ] && continue 2; done; wipe \"$disk\"; done");
        }
    }

    private string Type(PartitionRow row) => TypeOf(row, _generation);

    private static string TypeOf(PartitionRow row, AnacondaGeneration generation) =>
        row.Type.Length > 0 ? row.Type : generation is AnacondaGeneration.El6 ? "ext4" : "xfs";

    private string FileSystem(PartitionRow row) =>
        row.IsSwap || row.MountPoint.StartsWith("pv.", StringComparison.Ordinal) || row.MountPoint.StartsWith("raid.", StringComparison.Ordinal) ? ""
        : row.MountPoint is "/boot/efi" ? " --fstype=efi"
        : $" --fstype={(row.MountPoint is "biosboot" or "prepboot" ? row.MountPoint : Type(row))}";

    // "None" is the installer's word for a partition that is made and not mounted.
    private static string Place(PartitionRow row) => row.IsSwap ? "swap" : row.MountPoint.Length > 0 ? row.MountPoint
        : row.Type is "biosboot" or "prepboot" ? row.Type : "None";

    private static string Size(PartitionRow row) => row.Megabytes switch
    {
        0 => " --size=1 --grow",
        { } size => string.Create(CultureInfo.InvariantCulture, $" --size={size}"),
        _ => $" --{row.Size}",
    };

    private PartitionRow[] Rows(DiskWord disk) => [.. _plan.Table.Rows.Where(row => _plan.Table.IsOnDisk(row) && row.Device == disk.Text)];

    private PartitionRow[] Kept(DiskWord disk) => [.. Rows(disk).Where(row => row.IsPreserved)];

    /// <summary>Whether the disk carries something that is kept, by itself or as a part of an array or a volume group.</summary>
    private bool HoldsKept(DiskWord disk) => Rows(disk).Any(_plan.Table.IsKept);

    private string KeptVariable(PartitionRow row) => $"kept{_plan.Table.Rows.IndexOf(row) + 1}";

    private void Echo(string line, string before = "") => Line($"    {before}echo \"{line.Replace("\"", "\\\"", StringComparison.Ordinal)}\"");

    private void Line(string line) => _script.Append(line).Append('\n');
}
