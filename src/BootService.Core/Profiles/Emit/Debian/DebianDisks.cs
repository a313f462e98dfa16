using System.Globalization;
using System.Text;
using BootService.Core.Disks;

namespace BootService.Core.Profiles.Emit.Debian;

/// <summary>Puts a plan of disks into partman's words, by a script that finds the disk before partman looks at any.</summary>
internal static class DebianDisks
{
    /// <summary>The name of our recipe.</summary>
    public const string Recipe = "stack";

    private const string Found = "/tmp/stack-disk";

    private static readonly string[] TakenOptions = ["--label=", "--fsoptions="];
    private static readonly string[] FileSystems = ["", "ext2", "ext3", "ext4", "xfs", "btrfs", "vfat", "swap"];

    /// <summary>What the plan asks for that partman's recipes cannot say, each a sentence; empty when it can be written.</summary>
    public static IEnumerable<string> Faults(DiskPlan plan)
    {
        if (plan.RawLines is not null && plan.Table.Rows.IsEmpty)
        {
            yield return $"attribute {DiskPlan.RawAttribute} holds lines of kickstart, and this host installs Debian: "
                + "describe its disks with \"stack add storage partition\"";
        }

        if (plan.Controllers is not null)
        {
            yield return DiskPlan.NoControllers("Debian");
        }

        if (plan.Table.Disks().Length > 1)
        {
            yield return $"the storage table lays out {plan.Table.Disks().Length} disks, and Debian's installer lays out one: "
                + "leave the others to <post os=\"debian\">";
        }

        foreach (var row in plan.Table.Rows)
        {
            var what = row.What;
            if (row.IsArray || row.IsVolumeGroup || !plan.Table.IsOnDisk(row) || row.MountPoint.StartsWith("pv.", StringComparison.Ordinal))
            {
                yield return $"the storage table makes {what} of an array or a volume group, which is not written for Debian's installer yet: "
                    + "use plain partitions";
            }
            else if (row.IsPreserved)
            {
                yield return $"the storage table keeps {what}, and Debian's installer makes a disk anew: "
                    + "take \"preserve\" out, or install an os whose installer keeps partitions";
            }
            else if (row.MountPoint is not ("biosboot" or "prepboot" or "/boot/efi") && !FileSystems.Contains(row.Type))
            {
                yield return $"the storage table wants {what} as {row.Type}, which Debian's installer does not make";
            }
            else if (row.OptionBeside(TakenOptions) is { } option)
            {
                yield return $"the storage table gives {what} the option {option}, which Debian's installer does not know: "
                    + "it takes --label= and --fsoptions=";
            }
        }
    }

    /// <summary>
    /// The part of partman's script that finds the disk of the system, wipes what is to be wiped, and tells partman. It never returns when there is no such
    /// disk.
    /// </summary>
    public static string Script(DiskPlan plan, ReportUrls? reports)
    {
        var script = new StringBuilder(DiskShell.Library(reports));
        var word = plan.Table.Rows.IsEmpty ? plan.System : plan.Table.Disks()[0];
        var wanted = plan.Table.Rows.Sum(row => row.Megabytes ?? 0);
        script.Append(DiskShell.Find("system", word)).Append(wanted > 0 ? DiskShell.Fit("system", word, wanted) : "").Append(DiskShell.Tell("system", word));
        if (plan.NukesAll)
        {
            Line(script, "for disk in $(disks | cut -d ' ' -f 2); do [ \"$disk\" = \"$system\" ] || wipe \"$disk\"; done");
        }

        Line(script, $"echo \"$system\" > {Found}");
        Line(script, $"{DebianScripts.Answer} partman-auto/disk \"/dev/$system\"");
        Line(script, $"{DebianScripts.Answer} grub-installer/bootdev \"/dev/$system\"");
        if (!plan.Table.Rows.IsEmpty)
        {
            WriteRecipe(plan.Table, script);
        }

        return script.ToString();
    }

    /// <summary>
    /// The last thing before partman, when <c>pre</c> scripts have seen what was there: all of the disk is replaced, and partman asks about a volume group on
    /// it that has parts on other disks.
    /// </summary>
    public static string Clear() => $"(\n{DiskShell.Clear($"$(cat {Found})")})\n";

    private static void WriteRecipe(DiskTable table, StringBuilder script)
    {
        var efi = table.Rows.FirstOrDefault(row => row.MountPoint is "/boot/efi")?.Megabytes is { } asked and > 0 ? Decimal(asked) : 538;
        Line(script, "if [ -d /sys/firmware/efi ]; then");
        Line(script, string.Create(
            CultureInfo.InvariantCulture,
            $"    recipe='{Recipe} :: {efi} {efi} {efi} free $iflabel{{ gpt }} $reusemethod{{ }} method{{ efi }} format{{ }} .'"));
        Line(script, "else");
        Line(script, $"    recipe='{Recipe} :: 1 1 1 free $iflabel{{ gpt }} $reusemethod{{ }} method{{ biosgrub }} .'");
        Line(script, "fi");
        foreach (var row in table.Rows.Where(row => row.MountPoint is not ("biosboot" or "prepboot" or "/boot/efi")))
        {
            Line(script, $"recipe=\"$recipe\"{ShellWord.Quote(" " + Part(row))}");
        }

        Line(script, $"{DebianScripts.Answer} partman-auto/expert_recipe \"$recipe\"");
        Line(script, $"{DebianScripts.Answer} partman-auto/choose_recipe {Recipe}");
    }

    /// <summary>Sizes are least, priority and most in millions of octets, or in parts of the memory; a priority of the least keeps a size as it is.</summary>
    private static string Part(PartitionRow row)
    {
        var size = row.Megabytes switch
        {
            0 => "512 1000000 -1",
            { } megabytes => string.Create(CultureInfo.InvariantCulture, $"{Decimal(megabytes)} {Decimal(megabytes)} {Decimal(megabytes)}"),
            _ => row.Size is "hibernation" ? "100% 100% 120%" : "512 512 100%",
        };
        if (row.IsSwap)
        {
            return $"{size} linux-swap method{{ swap }} format{{ }} .";
        }

        if (row.IsRaw)
        {
            return $"{size} ext4 $primary{{ }} method{{ keep }} .";
        }

        var system = row.Type.Length > 0 ? row.Type : "ext4";
        var place = row.MountPoint.Length > 0 ? $"mountpoint{{ {row.MountPoint} }} " : "";
        return $"{size} {system} $primary{{ }} method{{ format }} format{{ }} use_filesystem{{ }} filesystem{{ {system} }} {place}{Options(row)}.";
    }

    private static string Options(PartitionRow row) => string.Concat(row.InstallerOptions.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(word =>
        word is PartitionRow.AsPrimary ? []
        : word.StartsWith("--label=", StringComparison.Ordinal) ? [$"label{{ {word["--label=".Length..]} }} "]
        : word["--fsoptions=".Length..].Trim('"').Split(',').Select(option => $"options/{option}{{ {option} }} ")));

    private static long Decimal(long mebibytes) => (mebibytes * 1_048_576 + 999_999) / 1_000_000;

    private static void Line(StringBuilder script, string line) => script.Append(line).Append('\n');
}
