using System.Globalization;
using System.Text.Json.Nodes;
using BootService.Core.Disks;

namespace BootService.Core.Profiles.Emit.Ubuntu;

/// <summary>
/// Puts a plan of disks into curtin's words (storage, version 1) and writes the script that says which disks are meant: the installer reads its
/// answers again once the early commands are through. What stands in the answers is for UEFI; on BIOS the script puts its partition in place of the other.
/// </summary>
internal static class UbuntuDisks
{
    private const long Mebibyte = 1 << 20;
    private const string Esp = "efi";

    private static readonly string[] TakenOptions = ["--label=", "--fsoptions=", "--level=", "--device=", "--name="];
    private static readonly string[] FileSystems = ["", "ext2", "ext3", "ext4", "xfs", "btrfs", "vfat", "swap", "lvm", "lvmpv", "raid", "mdmember", "volgroup"];

    /// <summary>What the plan asks for that cannot be said so, each a sentence; empty when it can be written.</summary>
    public static IEnumerable<string> Faults(DiskPlan plan)
    {
        if (plan.RawLines is not null && plan.Table.Rows.IsEmpty)
        {
            yield return $"attribute {DiskPlan.RawAttribute} holds lines of kickstart, and this host installs Ubuntu: "
                + "describe its disks with \"stack add storage partition\"";
        }

        if (plan.Controllers is not null)
        {
            yield return DiskPlan.NoControllers("Ubuntu");
        }

        foreach (var row in plan.Table.Rows)
        {
            var what = row.What;
            if (row.IsPreserved)
            {
                yield return $"the storage table keeps {what}, and Ubuntu's installer is told to make its disks anew: "
                    + "take \"preserve\" out, or install an os whose installer keeps partitions";
            }
            else if (row.MountPoint is not ("biosboot" or "prepboot" or "/boot/efi") && !FileSystems.Contains(row.Type))
            {
                yield return $"the storage table wants {what} as {row.Type}, which Ubuntu's installer does not make";
            }
            else if (row.OptionBeside(TakenOptions) is { } option)
            {
                yield return $"the storage table gives {what} the option {option}, which Ubuntu's installer does not know: "
                    + "it takes --label=, --fsoptions=, and of arrays --level= and --device=";
            }
        }
    }

    /// <summary>The section <c>storage</c>.</summary>
    public static JsonObject Section(DiskPlan plan)
    {
        if (plan.Table.Rows.IsEmpty)
        {
            return new JsonObject { ["layout"] = new JsonObject { ["name"] = "direct", ["match"] = new JsonObject { ["path"] = Place(0) } } };
        }

        var actions = new JsonArray();
        var disks = plan.Table.Disks();
        for (var at = 0; at < disks.Length; at++)
        {
            actions.Add(new JsonObject
            {
                ["type"] = "disk",
                ["id"] = Disk(at),
                ["path"] = Place(at),
                ["ptable"] = "gpt",
                ["wipe"] = "superblock-recursive",
                ["preserve"] = false,
                ["grub_device"] = false,
            });
        }

        Boot(actions, plan.Table.Rows.FirstOrDefault(row => row.MountPoint is "/boot/efi")?.Megabytes is { } asked and > 0 ? asked : 512);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);

        // What takes the rest of a disk comes last on it.
        var rows = plan.Table.Rows.Where(row => row.MountPoint is not ("biosboot" or "prepboot" or "/boot/efi")).ToArray();
        var number = 0;
        foreach (var row in rows.Where(plan.Table.IsOnDisk).OrderBy(row => row.Megabytes == 0 ? 1 : 0))
        {
            var id = $"part-{++number}";
            names[row.MountPoint] = id;
            actions.Add(new JsonObject
            {
                ["type"] = "partition",
                ["id"] = SwapId(id, row),
                ["device"] = Disk(disks.IndexOf(new DiskWord(row.Device))),
                ["size"] = Size(row),
                ["wipe"] = "superblock",
                ["preserve"] = false,
            });
            Formatted(actions, SwapId(id, row), row);
        }

        foreach (var array in rows.Where(row => row.IsArray))
        {
            var (id, name) = ($"array-{++number}", array.ArrayName ?? $"md{number}");
            names[array.MountPoint] = id;
            actions.Add(new JsonObject
            {
                ["type"] = "raid",
                ["id"] = id,
                ["name"] = name,
                ["raidlevel"] = Level(array),
                ["devices"] = Members(array, names),
                ["preserve"] = false,
            });
            Formatted(actions, id, array);
        }

        foreach (var group in rows.Where(row => row.IsVolumeGroup))
        {
            names[group.MountPoint] = $"group-{group.MountPoint}";
            actions.Add(
                new JsonObject
                {
                    ["type"] = "lvm_volgroup",
                    ["id"] = $"group-{group.MountPoint}",
                    ["name"] = group.MountPoint,
                    ["devices"] = Members(group, names),
                    ["preserve"] = false
                });
            foreach (var part in rows.Where(row => row.Device == group.MountPoint).OrderBy(row => row.Megabytes == 0 ? 1 : 0))
            {
                var id = SwapId($"volume-{++number}", part);
                actions.Add(new JsonObject
                {
                    ["type"] = "lvm_partition",
                    ["id"] = id,
                    ["name"] = part.VolumeName,
                    ["volgroup"] = $"group-{group.MountPoint}",
                    ["size"] = Size(part),
                    ["wipe"] = "superblock",
                    ["preserve"] = false,
                });
                Formatted(actions, id, part);
            }
        }

        return new JsonObject { ["swap"] = new JsonObject { ["size"] = 0 }, ["config"] = actions };
    }

    /// <summary>The part of the early script that finds the disks, refuses wrong ones, and fills them into the answers.</summary>
    public static string Script(DiskPlan plan, ReportUrls? reports) =>
        DiskShell.Library(reports) + DiskShell.FindAll(
            plan.Table.Rows.IsEmpty ? [plan.System] : plan.Table.Disks(),
            word => plan.Table.Rows.Where(row => row.Device == word.Text && plan.Table.IsOnDisk(row)).Sum(row => row.Megabytes ?? 0), plan.NukesAll)
        + "echo \"$found\" > /tmp/stack-disks\n" + Fill;

    /// <summary>The installer's answers are rewritten by the Python that the installer itself is made of.</summary>
    private const string Fill = """
        python3 - << 'EOF'
        import os, yaml
        at = '/autoinstall.yaml'
        whole = yaml.safe_load(open(at))
        storage = whole.get('autoinstall', whole).get('storage', {})
        disks = open('/tmp/stack-disks').read().split()
        memory = int(next(line.split()[1] for line in open('/proc/meminfo') if line.startswith('MemTotal'))) << 10
        def filled(value):
            if isinstance(value, dict):
                return {key: filled(item) for key, item in value.items()}
            if isinstance(value, list):
                return [filled(item) for item in value]
            for number, disk in enumerate(disks):
                if value == f'/dev/stack-disk-{number}':
                    return '/dev/' + disk
            return value
        storage.update(filled(storage))
        for action in storage.get('config', []):
            if action['id'].endswith('-recommended'):
                action['size'] = min(max(memory, 1 << 29), 8 << 30) >> 20 << 20
            elif action['id'].endswith('-hibernation'):
                action['size'] = memory * 6 // 5 >> 20 << 20
        if 'config' in storage and not os.path.exists('/sys/firmware/efi'):
            kept = [action for action in storage['config'] if not action['id'].startswith('efi')]
            kept[0]['grub_device'] = True
            kept.insert(1, {'type': 'partition', 'id': 'bios', 'device': kept[0]['id'], 'size': 1 << 20, 'flag': 'bios_grub', 'preserve': False})
            storage['config'] = kept
        with open(at + '.new', 'w') as new:
            yaml.safe_dump(whole, new)
        os.replace(at + '.new', at)
        EOF
        [ $? -eq 0 ] || refuse "the installer's answers could not be filled in"

        """;

    private static void Boot(JsonArray actions, long megabytes)
    {
        actions.Add(new JsonObject
        {
            ["type"] = "partition",
            ["id"] = Esp,
            ["device"] = Disk(0),
            ["size"] = megabytes * Mebibyte,
            ["flag"] = "boot",
            ["wipe"] = "superblock",
            ["preserve"] = false,
            ["grub_device"] = true,
        });
        actions.Add(new JsonObject { ["type"] = "format", ["id"] = $"{Esp}-format", ["volume"] = Esp, ["fstype"] = "fat32", ["preserve"] = false });
        actions.Add(new JsonObject { ["type"] = "mount", ["id"] = $"{Esp}-mount", ["device"] = $"{Esp}-format", ["path"] = "/boot/efi" });
    }

    private static void Formatted(JsonArray actions, string volume, PartitionRow row)
    {
        if (row.IsRaw || row.Type is "lvm" or "lvmpv" or "raid" or "mdmember" || row.MountPoint.StartsWith("pv.", StringComparison.Ordinal)
            || row.MountPoint.StartsWith("raid.", StringComparison.Ordinal))
        {
            return;
        }

        var format = new JsonObject
        {
            ["type"] = "format",
            ["id"] = $"{volume}-format",
            ["volume"] = volume,
            ["fstype"] = row.IsSwap ? "swap" : row.Type switch { "" => "ext4", "vfat" => "fat32", var type => type },
            ["preserve"] = false,
        };
        if (row.Option("--label=") is { } label)
        {
            format["label"] = label;
        }

        actions.Add(format);
        if (row.IsSwap || row.MountPoint is ['/', ..])
        {
            var mount =
                new JsonObject
                {
                    ["type"] = "mount",
                    ["id"] = $"{volume}-mount",
                    ["device"] = $"{volume}-format",
                    ["path"] = row.IsSwap ? "none" : row.MountPoint
                };
            if (row.Option("--fsoptions=") is { } options)
            {
                mount["options"] = options.Trim('"');
            }

            actions.Add(mount);
        }
    }

    private static JsonArray Members(PartitionRow row, Dictionary<string, string> names) => new([.. row.Members.Select(member => (JsonNode)names[member])]);

    // Sizes that follow from the memory are filled in where that is known.
    private static string SwapId(string id, PartitionRow row) => row.Megabytes is null ? $"{id}-{row.Size}" : id;

    private static long Size(PartitionRow row) => row.Megabytes switch { 0 => -1, { } megabytes => megabytes * Mebibyte, _ => 2048 * Mebibyte };

    private static string Level(PartitionRow row) => (row.Option("--level=") ?? "1").ToLowerInvariant().Replace("raid", "", StringComparison.Ordinal);

    private static string Disk(int at) => string.Create(CultureInfo.InvariantCulture, $"disk-{at}");

    private static string Place(int at) => string.Create(CultureInfo.InvariantCulture, $"/dev/stack-disk-{at}");
}
