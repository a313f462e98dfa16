using System.Globalization;
using System.Text.Json.Nodes;
using BootService.Core.Disks;
using BootService.Core.Installers;
using BootService.Core.Profiles.Emit;
using BootService.Core.Profiles.Emit.Debian;
using BootService.Core.Profiles.Emit.Ignition;
using BootService.Core.Profiles.Emit.Ubuntu;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Disks;

/// <summary>Whatever table a site makes: each installer's writer refuses it in a sentence, or says every row of it in words that the installer's kin
/// take.</summary>
public sealed class DiskPropertyTests : IDisposable
{
    // Of a machine, in millions of octets: sizes of swap are parts of it.
    private const long Memory = 4_000;

    private static readonly Installer.Ignition CoreOs = new("Fedora CoreOS");

    private static readonly string[] Folders =
    [
        "/data", "/root", "/a/b", "/a-b", "/a_b", "/srv/.hidden", "/opt/x.y", "/home", "/x@y:z", "/var/lib/a-folder-with-quite-a-long-name-1",
        "/var/lib/a-folder-with-quite-a-long-name-2",
    ];

    private static readonly Gen<string> Options = Choice.Among("", "", "--label=l", "--fsoptions=noatime", "--fsoptions=noatime,nodev --label=b");

    private static readonly Gen<(string Mount, string Size, string Type, string Options)> Data =
        Gen.Select(Choice.Among(Folders), Choice.Among("10", "20"), Choice.Among("", "ext4", "xfs", "btrfs", "vfat"), Options);

    private static readonly Gen<DiskTable> Tables = Gen.Select(
        Gen.Select(Choice.Among("vdb", "smallest", "serial=SER-1", "size<600M"), Choice.Among("sda", "largest", "model~Super"), Gen.Bool),
        Choice.Among<string[]>([], [], ["50"], ["recommended"], ["hibernation"], ["20", "20"]), Data.Array[0, 4], Gen.Int[0, 3], Data.Array[0, 3],
        Choice.Among("0", "100"))
        .Select(Table).Where(table => !table.Faults().Any());

    private readonly DiskMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Anaconda_is_told_every_row_once_on_the_disk_that_was_meant()
    {
        _machine.Build();
        foreach (var table in Tables.Array[5].Single())
        {
            var script = AnacondaDisks.Script(DiskPlan.Usual with { Table = table }, AnacondaGeneration.El9, reports: null, "http://10.1.1.1");
            var (exit, output) = _machine.Run(script, "dash");
            Assert.True(exit == 0, $"{table}\n{output}");
            var lines = _machine.Lines().Split('\n')[..^1].Select(KickstartLexer.Split).Where(words => words[0] is "part" or "volgroup" or "raid" or "logvol");
            Assert.Equal(table.Rows.Select(row => Wanted(table, row)).Order(StringComparer.Ordinal), lines.Select(Said).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Ignition_s_own_validator_takes_what_is_not_refused()
    {
        var taken = 0;
        foreach (var plan in Tables.Array[400].Single().Select(table => DiskPlan.Usual with { Table = table }))
        {
            if (Refused(IgnitionDisks.Faults(plan, CoreOs)) || taken++ >= 12)
            {
                continue;
            }

            var (storage, units) = (new JsonObject(), new JsonArray());
            IgnitionDisks.Add(plan, CoreOs, storage, units);
            var labels = (storage["disks"] as JsonArray ?? []).SelectMany(disk => disk!["partitions"]!.AsArray())
                .Where(part => (int)part!["number"]! != 4).Select(part => (string)part!["label"]!).ToArray();
            Assert.Distinct([.. labels, "root", "boot", "EFI-SYSTEM", "BIOS-BOOT"]);
            Assert.All(labels, label => Assert.InRange(label.Length, 1, 36));
            var devices = (storage["filesystems"] as JsonArray ?? []).Select(system => (string)system!["device"]!).ToArray();
            Assert.Distinct(devices);
            Assert.All(devices, device => Assert.DoesNotMatch("/$", device));
            var names = units.Select(unit => (string)unit!["name"]!).ToArray();
            Assert.Distinct(names);
            foreach (var where in units.Select(unit => Setting((string)unit!["contents"]!, "Where")).OfType<string>())
            {
                Assert.Contains(Tool.Run("systemd-escape", ["--path", "--suffix=mount", where]).TrimEnd('\n'), names);
            }

            var file = Path.Combine(_machine.Root, "config.ign");
            File.WriteAllText(file, new JsonObject
            {
                ["ignition"] = new JsonObject { ["version"] = "3.3.0" },
                ["storage"] = storage,
                ["systemd"] = new JsonObject { ["units"] = units },
            }.ToJsonString());
            Assert.Equal("", Tool.Run("ignition-validate", [file]));
        }

        Assert.InRange(taken, 5, 400);
    }

    [Fact]
    public void Ubuntu_s_schema_takes_what_is_not_refused_and_no_volume_is_there_twice()
    {
        var folder = Path.Combine(Profiles.Golden.Repository("tests"), "BootService.Core.Tests/Profiles/Ubuntu");
        var checks = 0;
        foreach (var plan in Tables.Array[150].Single().Select(table => DiskPlan.Usual with { Table = table }))
        {
            if (Refused(UbuntuDisks.Faults(plan)))
            {
                continue;
            }

            var section = UbuntuDisks.Section(plan);
            var actions = section["config"]!.AsArray().Select(action => action!.AsObject()).ToArray();
            Assert.Distinct(actions.Where(action => (string)action["type"]! == "lvm_partition").Select(action => $"{action["volgroup"]}/{action["name"]}"));
            Assert.Equal(
                plan.Table.Rows.Select(row => row.MountPoint).Where(place => place is ['/', ..] && place != "/boot/efi").Order(StringComparer.Ordinal),
                actions.Where(action => (string)action["type"]! == "mount").Select(action => (string)action["path"]!)
                    .Where(path => path is not ("none" or "/boot/efi")).Order(StringComparer.Ordinal));
            foreach (var disk in actions.Where(action => (string)action["type"]! == "partition").GroupBy(action => (string)action["device"]!))
            {
                // What takes the rest of a disk leaves nothing for what comes behind it.
                Assert.DoesNotContain(disk.SkipLast(1), action => (long)action["size"]! == -1);
            }

            if (checks++ < 6)
            {
                var file = Path.Combine(_machine.Root, "user-data");
                var body = new JsonObject
                {
                    ["version"] = 1,
                    ["storage"] = section.DeepClone(),
                    ["user-data"] = new JsonObject { ["users"] = new JsonArray() },
                };
                File.WriteAllText(file, Yaml.Write(new JsonObject { ["autoinstall"] = body }));
                Tool.Run(Path.Combine(folder, "check-autoinstall"), [Path.Combine(folder, "testdata/autoinstall.schema.json"), file]);
            }
        }

        Assert.InRange(checks, 10, 150);
    }

    [Fact]
    public void Debian_s_recipe_has_every_row_and_every_brace_its_other_half()
    {
        _machine.Build();
        var answers = Path.Combine(_machine.Root, "tmp/answers");
        var program = Path.Combine(_machine.Root, "tmp/stack-answer");
        File.WriteAllText(program, $"#!/bin/sh\nprintf '%s=%s\\n' \"$1\" \"$2\" >> {answers}\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var taken = 0;
        foreach (var plan in Tables.Array[150].Single().Select(table => DiskPlan.Usual with { Table = table }))
        {
            if (Refused(DebianDisks.Faults(plan)) || taken++ >= 8)
            {
                continue;
            }

            File.Delete(answers);
            var (exit, output) = _machine.Run(DebianDisks.Script(plan, reports: null), "dash");
            Assert.True(exit == 0, $"{plan.Table}\n{output}");
            var said = File.ReadAllLines(answers).Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
            Assert.Equal(said["partman-auto/disk"], said["grub-installer/bootdev"]);
            var parts = Recipe(said["partman-auto/expert_recipe"]);
            Assert.Equal(
                plan.Table.Rows.Select(row => row.MountPoint).Where(place => place is ['/', ..] && place != "/boot/efi"),
                parts.Select(part => part.Specs.GetValueOrDefault("mountpoint")).OfType<string>());
            Assert.Equal(plan.Table.Rows.Count(row => row.IsSwap), parts.Count(part => part.Specs.GetValueOrDefault("method") == "swap"));
            Assert.All(
                parts, part => Assert.True(part.Sizes is [var least, var priority, var most] && (most == -1 || (least <= priority && least <= most)),
                    string.Join(' ', part.Sizes)));
        }

        Assert.InRange(taken, 5, 150);
    }

    private static bool Refused(IEnumerable<string> faults)
    {
        var all = faults.ToArray();
        Assert.All(all, fault => Assert.Matches(@"\Athe storage table [^\n]{20,}\z", fault));
        return all.Length > 0;
    }

    private static DiskTable Table(
        (string First, string Second, bool Boots) disks, string[] swaps, (string Mount, string Size, string Type, string Options)[] data, int made,
        (string Mount, string Size, string Type, string Options)[] volumes, string root)
    {
        var (first, second, boots) = disks;
        List<string> rows = [.. boots ? (string[])[$"{first}\t/boot\t40\text4"] : [], .. swaps.Select(size => $"{first}\tswap\t{size}\tswap")];
        var mounts = new HashSet<string>(StringComparer.Ordinal);
        rows.AddRange(data.Where(row => mounts.Add(row.Mount))
            .Select((row, at) => $"{(at % 2 == 0 ? first : second)}\t{row.Mount}\t{row.Size}\t{row.Type}\t{row.Options}"));
        if ((made & 1) != 0)
        {
            rows.AddRange([$"{first}\traid.01\t40\traid", $"{second}\traid.02\t40\traid", "raid.01 raid.02\t/mirror\t0\text4\t--level=1 --device=md0"]);
        }

        if ((made & 2) != 0)
        {
            rows.AddRange([$"{second}\tpv.01\t200\tlvm", "pv.01\tvg0\t0\tvolgroup"]);
            rows.AddRange(volumes.Where(row => mounts.Add(row.Mount)).Select(row => $"vg0\t{row.Mount}\t{row.Size}\t{row.Type}\t{row.Options}"));
        }

        return DiskTable.Parse(string.Join('\n', [.. rows, $"{first}\t/\t{root}"]));
    }

    private static string Wanted(DiskTable table, PartitionRow row)
    {
        var place = row.IsSwap ? "swap" : row.MountPoint;
        var size = row.Megabytes switch { 0 => "grow", { } number => number.ToString(CultureInfo.InvariantCulture), null => row.Size };
        return row.IsVolumeGroup ? $"volgroup {place} {row.Device}"
            : row.IsArray ? $"raid {place} {row.Device}"
            : table.IsOnDisk(row) ? $"part {place} {(row.Device is "sda" or "largest" or "model~Super" ? "sda" : "vdb")} {size}"
            : $"logvol {place} {row.Device}/{row.VolumeName} {size}";
    }

    private static string Said(string[] words)
    {
        var size = words.Contains("--grow") ? "grow" : words.Option("--size") ?? words.FirstOrDefault(word => word is "--recommended" or "--hibernation")?[2..];
        var members = string.Join(' ', words.Skip(2).Where(word => !word.StartsWith("--", StringComparison.Ordinal)));
        return words[0] switch
        {
            "volgroup" or "raid" => $"{words[0]} {words[1]} {members}",
            "part" => $"part {words[1]} {words.Option("--ondisk")} {size}",
            _ => $"logvol {words[1]} {words.Option("--vgname")}/{words.Option("--name")} {size}",
        };
    }

    private static string? Setting(string unit, string name) =>
        unit.Split('\n').FirstOrDefault(line => line.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];

    /// <summary>Reads a recipe as partman-auto does: three sizes, a file system, then words with values in braces, up to a dot.</summary>
    private static List<(long[] Sizes, string System, Dictionary<string, string> Specs)> Recipe(string text)
    {
        var words = new Queue<string>(text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(("stack", "::"), (words.Dequeue(), words.Dequeue()));
        var parts = new List<(long[], string, Dictionary<string, string>)>();
        while (words.Count > 0)
        {
            long[] sizes = [.. Enumerable.Range(0, 3).Select(_ => words.Dequeue()).Select(
                word => word.EndsWith('%') ? Memory * long.Parse(word[..^1]) / 100 : long.Parse(word))];
            var (system, specs) = (words.Dequeue(), new Dictionary<string, string>(StringComparer.Ordinal));
            for (var word = words.Dequeue(); word != "."; word = words.Dequeue())
            {
                Assert.EndsWith("{", word, StringComparison.Ordinal);
                var value = new List<string>();
                for (var inside = words.Dequeue(); inside != "}"; inside = words.Dequeue())
                {
                    value.Add(inside);
                }

                specs.Add(word.TrimEnd('{'), string.Join(' ', value));
            }

            parts.Add((sizes, system, specs));
        }

        return parts;
    }
}
