using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using BootService.Core.Disks;
using BootService.Core.Installers;

namespace BootService.Core.Profiles.Emit.Ignition;

/// <summary>Puts a plan of disks into Ignition's words: the image brings the system's own partitions, and a table adds to them.</summary>
internal static class IgnitionDisks
{
    /// <summary>The number of the root partition of Fedora CoreOS's image, the last that it brings.</summary>
    private const int Root = 4;

    private const int LongestLabel = 36;

    /// <summary>The first number that Flatcar's image leaves free.</summary>
    private const int FlatcarFree = 10;

    /// <summary>What the images call their own partitions: by these names their systems find them.</summary>
    private static readonly string[] OfImages =
        ["root", "boot", "EFI-SYSTEM", "BIOS-BOOT", "reserved", "ROOT", "USR-A", "USR-B", "OEM", "OEM-CONFIG", "PowerPC-PReP-boot"];

    private static readonly string[] TakenOptions = ["--label=", "--fsoptions=", "--level=", "--device="];
    private static readonly string[] FileSystems = ["", "ext4", "xfs", "btrfs", "vfat", "swap", "raid", "mdmember"];

    /// <summary>The disks that are meant, the system's first.</summary>
    public static ImmutableArray<DiskWord> Disks(DiskPlan plan) => plan.Table.Rows.IsEmpty ? [plan.System] : plan.Table.Disks();

    /// <summary>What the plan asks for that an image system cannot have, each a sentence; empty when it can be written.</summary>
    public static IEnumerable<string> Faults(DiskPlan plan, Installer.Ignition installer)
    {
        if (plan.RawLines is not null && plan.Table.Rows.IsEmpty)
        {
            yield return $"attribute {DiskPlan.RawAttribute} holds lines of kickstart, and this host installs {installer.Name}: "
                + "describe its disks with \"stack add storage partition\"";
        }

        if (plan.Controllers is not null)
        {
            yield return DiskPlan.NoControllers($"{installer.Name}");
        }

        foreach (var row in plan.Table.Rows)
        {
            var what = row.What;
            if (row.IsVolumeGroup || row.MountPoint.StartsWith("pv.", StringComparison.Ordinal) || row.Type is "lvm" or "lvmpv" or "volgroup"
                || (!row.IsArray && !plan.Table.IsOnDisk(row)))
            {
                yield return $"the storage table makes {what} a part of a volume group, and Ignition makes none: use plain partitions or arrays";
            }
            else if (row.IsPreserved)
            {
                yield return $"the storage table keeps {what}, and {installer.Name} comes as an image of a whole disk: take \"preserve\" out";
            }
            else if (row.MountPoint is "/boot" or "/boot/efi" or "/usr" or "biosboot" or "prepboot"
                || (installer.IsFlatcar && row.MountPoint is "/" && row.Megabytes > 0))
            {
                yield return $"the storage table describes {what}, which the image of {installer.Name} brings: leave the row out";
            }
            else if (row.MountPoint is "/" && (row.IsArray || row.Type is not ("" or "xfs")))
            {
                yield return $"the storage table wants / as {(row.IsArray ? "an array" : row.Type)}, and the image of {installer.Name} brings its own: leave "
                    + "its type out";
            }
            else if (!FileSystems.Contains(row.Type))
            {
                yield return $"the storage table wants {what} as {row.Type}, which Ignition does not make";
            }
            else if (row.Megabytes is null)
            {
                yield return $"the storage table gives {what} the size \"{row.Size}\", which follows from the memory: Ignition wants a number of MB";
            }
            else if (row.OptionBeside(TakenOptions) is { } option)
            {
                yield return $"the storage table gives {what} the option {option}, which Ignition does not know: it takes --label=, --fsoptions=, --level= "
                    + "and --device=";
            }
        }
    }

    /// <summary>Adds partitions, arrays, file systems and what mounts them.</summary>
    public static void Add(DiskPlan plan, Installer.Ignition installer, JsonObject storage, JsonArray units)
    {
        if (plan.Table.Rows.IsEmpty)
        {
            return;
        }

        var (disks, raid, systems, words) = (new JsonArray(), new JsonArray(), new JsonArray(), plan.Table.Disks());
        var labels = Labels(plan.Table);
        for (var at = 0; at < words.Length; at++)
        {
            var number = at > 0 ? 1 : installer.IsFlatcar ? FlatcarFree : Root + 1;
            var partitions = new JsonArray();

            // What takes the rest of a disk comes last on it.
            foreach (var (label, row) in labels.Zip(plan.Table.Rows).Where(one => plan.Table.IsOnDisk(one.Second) && one.Second.Device == words[at].Text)
                .OrderBy(one => one.Second.MountPoint is "/" ? 0 : 1).ThenBy(one => one.Second.Megabytes == 0 ? 1 : 0))
            {
                if (row.MountPoint is "/")
                {
                    if (row.Megabytes is > 0 and { } size)
                    {
                        partitions.Add(new JsonObject { ["number"] = Root, ["label"] = "root", ["sizeMiB"] = size, ["resize"] = true });
                    }

                    continue;
                }

                partitions.Add(
                    new JsonObject
                    {
                        ["number"] = number++,
                        ["label"] = label,
                        ["sizeMiB"] = row.Megabytes ?? 0,
                        ["startMiB"] = 0,
                        ["wipePartitionEntry"] = true
                    });
                Mounted(row, ByLabel(label), systems, units);
            }

            if (partitions.Count > 0)
            {
                disks.Add(
                    new JsonObject
                    {
                        ["device"] = string.Create(CultureInfo.InvariantCulture, $"/dev/stack-disk-{at}"),
                        ["wipeTable"] = at > 0,
                        ["partitions"] = partitions
                    });
            }
        }

        foreach (var array in plan.Table.Rows.Where(row => row.IsArray))
        {
            var name = array.ArrayName ?? $"md{raid.Count}";
            raid.Add(new JsonObject
            {
                ["name"] = name,
                ["level"] = "raid" + (array.Option("--level=") ?? "1").ToLowerInvariant().Replace("raid", "", StringComparison.Ordinal),
                ["devices"] = new JsonArray([.. array.Members.Select(member => (JsonNode)ByLabel(labels[IndexOf(plan.Table, member)]))]),
            });
            Mounted(array, $"/dev/md/{name}", systems, units);
        }

        foreach (var (name, list) in new[] { ("disks", disks), ("raid", raid), ("filesystems", systems) })
        {
            if (list.Count > 0)
            {
                storage[name] = list;
            }
        }
    }

    private static void Mounted(PartitionRow row, string device, JsonArray systems, JsonArray units)
    {
        if (row.IsRaw || row.Type is "raid" or "mdmember" || row.MountPoint.StartsWith("raid.", StringComparison.Ordinal))
        {
            return;
        }

        var type = row.IsSwap ? "swap" : row.Type.Length > 0 ? row.Type : "xfs";
        var system = new JsonObject { ["device"] = device, ["format"] = type, ["wipeFilesystem"] = true };
        if (row.Option("--label=") is { } label)
        {
            system["label"] = label;
        }

        var options = row.Option("--fsoptions=")?.Trim('"');
        if (!row.IsSwap && row.MountPoint is ['/', ..])
        {
            system["path"] = row.MountPoint;
        }

        systems.Add(system);
        if (row.IsSwap)
        {
            units.Add(Unit(device, "swap", $"[Unit]\nDescription=Swap\n\n[Swap]\nWhat={device}\n\n[Install]\nRequiredBy=swap.target\n"));
        }
        else if (row.MountPoint is ['/', ..])
        {
            units.Add(
                Unit(row.MountPoint, "mount",
                    $"[Unit]\nBefore=local-fs.target\n\n[Mount]\nWhat={device}\nWhere={row.MountPoint}\nType={type}\n"
                        + $"{(options is null ? "" : $"Options={options}\n")}\n"
                + "[Install]\nRequiredBy=local-fs.target\n"));
        }
    }

    private static JsonObject Unit(string path, string kind, string text) =>
        new() { ["name"] = $"{Escaped(path)}.{kind}", ["enabled"] = true, ["contents"] = text };

    /// <summary>A path as a unit's name (systemd-escape(1) --path).</summary>
    private static string Escaped(string path) => string.Concat(path.Trim('/').Select((letter, at) => letter switch
    {
        '/' => "-",
        _ when char.IsAsciiLetterOrDigit(letter) || letter is '_' or ':' || (letter == '.' && at > 0) => letter.ToString(),
        _ => string.Create(CultureInfo.InvariantCulture, $"\\x{(int)letter:x2}"),
    }));

    /// <summary>The labels by which partitions are found again, one for each row and none twice; labels of GPT have 36 letters, and sgdisk
    /// ends them at a colon.</summary>
    private static List<string> Labels(DiskTable table)
    {
        var labels = new List<string>();
        foreach (var row in table.Rows)
        {
            var plain = row.IsSwap ? "swap" : row.MountPoint is ['/', _, ..] ? row.MountPoint.Trim('/').Replace('/', '-').Replace(':', '-')
                : row.IsRaw ? "raw" : row.What;
            var label = Cut(plain, "");
            for (var more = 2; labels.Contains(label) || OfImages.Contains(label); more++)
            {
                label = Cut(plain, string.Create(CultureInfo.InvariantCulture, $"-{more}"));
            }

            labels.Add(label);
        }

        return labels;
    }

    private static string Cut(string label, string end) => label[..Math.Min(label.Length, LongestLabel - end.Length)] + end;

    private static int IndexOf(DiskTable table, string place) => table.Rows.IndexOf(table.Rows.First(row => row.MountPoint == place));

    private static string ByLabel(string label) => $"/dev/disk/by-partlabel/{label}";
}
