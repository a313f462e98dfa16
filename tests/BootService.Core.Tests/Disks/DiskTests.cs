using BootService.Core.Disks;
using BootService.Core.Installers;
using BootService.Core.Profiles.Emit;
using BootService.Core.Profiles.Emit.Debian;
using Xunit;

namespace BootService.Core.Tests.Disks;

/// <summary>Storage tables as values, and the script they become, run by the shells that installers have against a machine made of files.</summary>
public sealed class DiskTests : IDisposable
{
    private readonly DiskMachine _machine = new();

    public static TheoryData<string, string> Impossible => new()
    {
        { "sda\t/data\t100\txfs", "no row for /" },
        { "sda\t/\t0\nsdb\t/\t0", "two rows for /" },
        { "sda\t/\t0\nsda\t/data\t1\nsdb\t/data\t1", "/data is there twice" },
        { "sda\tbiosboot\t1\nsdb\tbiosboot\t1\nsdb\tbiosboot\t1\nsda\t/\t0", "biosboot of sdb is there twice" },
        { "sda\t/\t0\nsda\t/data\t0", "two rows want the rest of sda" },
        { "sda\t/\t0\tntfs3", "nobody makes a file system ntfs3" },
        { "sda\t/\t0\txfs\t--label=thirteen-long", "the label thirteen-long is longer than the 12 octets that xfs has for one" },
        { "sda\t/\t9\text4\t--label=abcdefghijklmnopq", "longer than the 16 octets that ext4 has" },
        { "sda\t/\t9\nsda\tswap\t9\t\t--label=sixteen-octets--", "longer than the 15 octets that swap has" },
        { "sda\t/", "there is no size" },
        { "sda\t/\tbig", "must be a number of MB" },
        { "sda\t/\trecommended", "for swap alone" },
        { "sda\tdata\t100\nsda\t/\t0", "no mount point" },
        { "sda sdb\t/\t0", "character that no name of a disk has" },
        { "size>lots\t/\t0", "must end in a size" },
        { "sda\t/\t0\nsda\traid.01\t100", "a member of no array" },
        { "sda\traid.01\t100\nraid.01\t/\t0\txfs\t--level=1 --device=md0", "needs 2 members at least, and this has 1" },
        { "sda\traid.01\t1\nsdb\traid.02\t1\nraid.01 raid.02\t/\t0", "says its level" },
        { "raid.01 raid.02\t/\t0\txfs\t--level=1", "raid.01 is no partition of the table" },
        { "sda\tpv.01\t0\nsda\t/\t100", "part of no volume group" },
        { "sda\t/\t0\txfs\tpreserve", "/ cannot be preserved" },
        { "sda\tpv.01\t0\npv.01\tvg\t0\tvolgroup\tpreserve\nvg\t/\t1", "a logical volume with a mount point can" },
        { "sda\tpv.01\t0\npv.01\tvg\t0\tvolgroup\nvg\t/\t1\nvg\t/a/b\t1\nvg\t/a_b\t1", "has two volumes a_b" },
        { "sda\traid.01\t1\nsdb\traid.02\t1\nraid.01 raid.02\t/\t0\txfs\t--level=1", "says its name" },
        { "raid.01 raid.02\traid.01\t0\txfs\t--level=1 --device=md0\nsda\traid.02\t1", "cannot be part of itself" },
        { "raid.01 raid.02\t/\t0\txfs\t--level=1 --device=md0\nsda\traid.01\t1\nsdb\traid.02\t1", "is made in a row below" },
        { "sda\t/\t0\t\t\t1\nsda\tswap\t1\t\t\t1", "partition 1 of sda is there twice" },
        { "sda\t/\t0\nsda\t\t40\tlvm", "a row with type lvm is named by its mount point, such as pv.01" },
        { "sda\t/\t0\nsda\t\t40\traid", "a row with type raid is named by its mount point, such as raid.01" },
        { "sda\traid.01\t1\nsdb\traid.02\t1\nraid.01 raid.02\t\t0\t\t--level=1 --device=md0", "only a partition of a disk can be without" },
        { "sda\t/\t0\txfs\t--label=$(reboot)", "a character that it cannot have" },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void What_cannot_be_is_one_sentence(string table, string why) =>
        Assert.Contains(DiskTable.Parse(table).Faults(), fault => fault.Sentence.Contains(why, StringComparison.Ordinal));

    [Theory]
    [InlineData("sda\t/boot\t500\next4\nsda\tswap\trecommended\nsda\t/\t0\txfs")]
    [InlineData("first\tpv.01\t0\npv.01\tvg00\t0\tvolgroup\nvg00\t/\t8000\txfs\nvg00\tswap\t1000\nvg00\t/var\t4000\txfs\t--name=var")]
    [InlineData("sda\traid.01\t1000\nsdb\traid.02\t1000\nraid.01 raid.02\t/\t0\txfs\t--level=RAID1 --device=md0")]
    [InlineData("sda\tbiosboot\t1\nsdb\tbiosboot\t1\nsda\traid.01\t1000\nsdb\traid.02\t1000\nraid.01 raid.02\t/\t0\txfs\t--level=1 --device=md0")]
    [InlineData("sda\t\t40\t\t--asprimary --partition_id=18\nsda\t/\t30720\text3\t--asprimary --label=BE1\nsda\t\t30720\text3\t--asprimary --label=BE2")]
    [InlineData("serial=WD-1\t/\t0\nsize>500G\t/data\t0\txfs\tpreserve\t1\n/dev/disk/by-id/wwn-0x5000\t/scratch\t0")]
    public void What_can_be_has_no_fault_and_survives_its_text(string table)
    {
        var parsed = DiskTable.Parse(table.Replace("\next4", "\text4", StringComparison.Ordinal));
        Assert.Empty(parsed.Faults());
        Assert.Equal(parsed.Rows, DiskTable.Parse(parsed.ToString()).Rows);
    }

    [Fact]
    public void The_system_goes_to_the_smallest_disk_of_the_machine_s_own_and_the_timeline_is_told()
    {
        _machine.Build();
        var (exit, output) = _machine.Run(Script(DiskPlan.Usual), "sh");
        Assert.True(exit == 0, output);
        Assert.Equal("ignoredisk --only-use=vdb\nzerombr\nclearpart --all --initlabel --drives=vdb\nautopart\n", _machine.Lines());
        Assert.Contains("the system goes to vdb, which is the smallest disk of vdb of 500 MB sda of 1000 MB", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("first", "sda")]
    [InlineData("largest", "sda")]
    [InlineData("serial=ser-1", "vdb")]
    [InlineData("model~Super", "sda")]
    [InlineData("size>600M", "sda")]
    [InlineData("size<600M", "vdb")]
    [InlineData("sdz", "")]
    [InlineData("serial=none", "")]
    public void A_word_names_a_disk_in_every_shell_or_nothing_is_touched(string word, string disk)
    {
        _machine.Build();
        foreach (var shell in new[] { "dash", "bash", "busybox sh" })
        {
            File.Delete(Path.Combine(_machine.Root, "tmp/partition-info"));
            var (exit, output) = _machine.Run(Script(DiskPlan.Of(name => name == DiskPlan.SystemAttribute ? word : null)), shell);
            Assert.True(exit == (disk.Length == 0 ? 1 : 0), $"{shell}: {output}");
            Assert.Contains(disk.Length == 0 ? "; nothing was touched" : $"--only-use={disk}\n", disk.Length == 0 ? output : _machine.Lines(),
                StringComparison.Ordinal);
        }
    }

    /// <summary>Kernels name disks in the order in which they find them, which differs from boot to boot.</summary>
    [Theory]
    [InlineData("pci0000:00/0000:00:1f.2/ata9/host8/target8:0:0/8:0:0:0", "pci0000:00/0000:00:1f.2/ata10/host9/target9:0:0/9:0:0:0")]
    [InlineData("pci0000:00/0000:00:1f.2/ata12/host12/target12:0:0", "pci0000:00/0000:02:00.0/ata1/host0/target0:0:0")]
    [InlineData("pci0000:00/0000:00:02.0/0000:03:00.0/nvme/nvme1", "pci0000:00/0000:00:03.0/0000:04:00.0/nvme/nvme0")]
    [InlineData("platform/soc/fe340000.mmc/mmc_host/mmc0/mmc0:0001", "platform/soc/fe350000.mmc/mmc_host/mmc1/mmc1:0001")]
    public void Of_disks_of_one_size_the_one_at_the_first_place_counts(string first, string second)
    {
        foreach (var (one, other) in new[] { ("sdx", "sdy"), ("sdy", "sdx") })
        {
            using var machine = new DiskMachine();
            machine.Build();
            machine.Disk(one, first, 300);
            machine.Disk(other, second, 300);
            foreach (var shell in new[] { "dash", "bash", "busybox sh" })
            {
                var (exit, output) = machine.Run(Script(DiskPlan.Usual), shell);
                Assert.True(exit == 0, output);
                Assert.Contains($"the system goes to {one}, which is the smallest disk of {one} of 300 MB {other} of 300 MB", output, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("sdx", "sdy")]
    [InlineData("sdy", "sdx")]
    public void Disks_of_a_SAS_controller_and_of_NVMe_with_several_ways_are_found_again(string one, string other)
    {
        const string Sas = "pci0000:00/0000:03:00.0/host0/port-0:";
        _machine.Build();
        foreach (var (name, port, phy) in new[] { (one, 7, 3), (other, 2, 12) })
        {
            _machine.Disk(name, $"{Sas}{port}/end_device-0:{port}/target0:0:{port}/0:0:{port}:0/block", 300);
            _machine.Write($"devices/{Sas}{port}/end_device-0:{port}/sas_device/end_device-0:{port}/phy_identifier", $"{phy}");
        }

        Assert.Contains($"{one} of 300 MB {other} of 300 MB", _machine.Run(Script(DiskPlan.Usual), "busybox sh").Output, StringComparison.Ordinal);
        foreach (var (name, slot) in new[] { (one, 5), (other, 6) })
        {
            _machine.Disk($"nvme-{name}", $"virtual/nvme-subsystem/nvme-subsys{slot}", 200);
            var controller = Directory.CreateDirectory(Path.Combine(_machine.Root, $"sys/devices/pci0000:00/0000:0{slot}:00.0/nvme/nvme{9 - slot}")).FullName;
            Directory.CreateDirectory(Path.Combine(_machine.Root, $"sys/block/nvme-{name}/device"));
            File.CreateSymbolicLink(Path.Combine(_machine.Root, $"sys/block/nvme-{name}/device/nvme{9 - slot}"), controller);
        }

        Assert.Contains($"nvme-{one} of 200 MB nvme-{other} of 200 MB", _machine.Run(Script(DiskPlan.Usual), "dash").Output, StringComparison.Ordinal);
    }

    /// <summary>Partman stops at a volume group that has parts on other disks too, and a disk without traces has none.</summary>
    [Fact]
    public void Debian_s_installer_meets_a_disk_without_traces_of_what_was_on_it()
    {
        _machine.Build();
        _machine.Partition("vdb", 5, 400, "LVM2_member", "");
        var output = _machine.Run(DebianDisks.Script(DiskPlan.Usual, reports: null) + "echo pre\n" + DebianDisks.Clear(), "busybox sh").Output;
        Assert.Contains("pre\ndd if=/dev/zero of=/dev/vdb5 bs=64k count=1\nwiping vdb\nwipefs -a -f /dev/vdb\ndd if=/dev/zero of=/dev/vdb bs=1M count=4\n",
            output, StringComparison.Ordinal);
        Assert.DoesNotContain("wiping sda", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_becomes_the_lines_of_its_release()
    {
        _machine.Build();
        const string Table =
            "vdb\t/boot\t100\text4\nvdb\tpv.01\t0\npv.01\tvg00\t0\tvolgroup\nvg00\t/\t300\nvg00\tswap\trecommended\nsda\t/data\t0\txfs\t--fsoptions=noatime\n"
                + "sda\t\t10\text4\t--label=spare";
        var (exit, output) = _machine.Run(Script(Plan(Table)), "sh");
        Assert.True(exit == 0, output);
        Assert.Equal(
            "ignoredisk --only-use=vdb,sda\nzerombr\nclearpart --all --initlabel --drives=vdb,sda\nreqpart\npart /boot --fstype=ext4 --size=100 "
                + "--ondisk=vdb\npart pv.01 --size=1 --grow --ondisk=vdb\n"
            + "volgroup vg00 pv.01\nlogvol / --vgname=vg00 --name=root --fstype=xfs --size=300\nlogvol swap --vgname=vg00 --name=swap --recommended\n"
            + "part /data --fstype=xfs --size=1 --grow --ondisk=sda --fsoptions=noatime\npart None --fstype=ext4 --size=10 --ondisk=sda --label=spare\n",
            _machine.Lines());
    }

    [Theory]
    [InlineData("vdb\t/\t600", "the partitions of vdb want 600 MB and vdb has 500")]
    [InlineData("smallest\t/\t0\nserial=SER-1\t/data\t0", "the smallest disk and serial=SER-1 are the same disk, vdb")]
    public void What_the_machine_does_not_fit_stops_before_anything_is_written(string table, string why)
    {
        _machine.Build();
        var (exit, output) = _machine.Run(Script(Plan(table)), "sh");
        Assert.Equal(1, exit);
        Assert.Contains(why, output, StringComparison.Ordinal);
    }

    /// <summary>A machine has one kind of firmware, and the row of the other kind is left out.</summary>
    [Theory]
    [InlineData("vdb\t/boot/efi\t50\tvfat\nvdb\t/\t0", false, "reqpart\npart / ")]
    [InlineData("vdb\t/boot/efi\t50\tvfat\nvdb\t/\t0", true, "clearpart --all --initlabel --drives=vdb\npart /boot/efi ")]
    [InlineData("vdb\tbiosboot\t1\nvdb\t/\t0", true, "reqpart\npart / ")]
    [InlineData("vdb\tbiosboot\t1\nvdb\t/\t0", false, "clearpart --all --initlabel --drives=vdb\npart biosboot ")]
    [InlineData("vdb\tbiosboot\t1\nvdb\t/boot/efi\t50\tvfat\nvdb\t/\t0", false, "clearpart --all --initlabel --drives=vdb\npart biosboot ")]
    public void A_table_for_one_kind_of_firmware_boots_by_the_other(string table, bool isUefi, string lines)
    {
        _machine.Build();
        if (isUefi)
        {
            Directory.CreateDirectory(Path.Combine(_machine.Root, "sys/firmware/efi"));
        }

        var (exit, output) = _machine.Run(Script(Plan(table)), "sh");
        Assert.True(exit == 0, output);
        Assert.Contains(lines, _machine.Lines(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_blank_disk_is_made_and_the_table_s_own_disk_keeps_what_is_to_be_kept()
    {
        const string Table = "vdb\t/\t100\nvdb\t/data\t300\txfs\tpreserve";
        var label = AnacondaDisks.LabelOf(DiskTable.Parse(Table).Rows[1]);
        _machine.Build();
        Assert.Equal(0, _machine.Run(Script(Plan(Table)), "sh").Exit);
        Assert.Contains($"clearpart --all --initlabel --drives=vdb\nreqpart\npart / --fstype=xfs --size=100 --ondisk=vdb\npart /data --fstype=xfs "
            + $"--size=300 --ondisk=vdb --label={label}\n", _machine.Lines(), StringComparison.Ordinal);

        _machine.Partition("vdb", 1, 100, "xfs", "");
        _machine.Partition("vdb", 2, 300, "xfs", label);
        var (exit, output) = _machine.Run(Script(Plan(Table)), "sh");
        Assert.True(exit == 0, output);
        Assert.Contains("clearpart --none\nreqpart\npart / --fstype=xfs --size=100 --ondisk=vdb\npart /data --fstype=xfs --noformat --onpart=vdb2\n",
            _machine.Lines(),
            StringComparison.Ordinal);
        Assert.Contains("sfdisk --quiet --delete /dev/vdb 1\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("--delete /dev/vdb 2", output, StringComparison.Ordinal);
        Assert.Contains("/data on vdb2 is kept", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("other", "xfs", 300, 2, "none of its partitions is /data")]
    [InlineData("", "ext4", 300, 2, "with file system ext4, and the table says xfs")]
    [InlineData("", "xfs", 200, 2, "with 200 MB, and the table says 300")]
    [InlineData("", "xfs", 300, 5, "has 5 partitions and the table has 2")]
    public void A_foreign_disk_stops_the_install_before_the_first_write(string label, string type, int size, int count, string why)
    {
        const string Table = "vdb\t/\t100\nvdb\t/data\t300\txfs\tpreserve\nsda\t/scratch\t0";
        _machine.Build();
        _machine.Partition("vdb", 2, size, type, label.Length > 0 ? label : AnacondaDisks.LabelOf(DiskTable.Parse(Table).Rows[1]));
        for (var number = 1; number <= count; number++)
        {
            if (number != 2)
            {
                _machine.Partition("vdb", number, 20, "", "");
            }
        }

        var (exit, output) = _machine.Run(Script(Plan(Table)), "sh");
        Assert.Equal(1, exit);
        Assert.Contains(why, output, StringComparison.Ordinal);
        Assert.Contains("; nothing was touched", output, StringComparison.Ordinal);
        Assert.DoesNotContain("sfdisk", output, StringComparison.Ordinal);
        Assert.DoesNotContain("wipefs", output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_machine.Root, "tmp/partition-info")));

        Assert.Equal(0, _machine.Run(Script(Plan(Table) with { NukesAll = true }), "sh").Exit);
        Assert.Contains("--drives=vdb,sda", _machine.Lines(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_volume_of_a_group_and_an_array_are_kept_with_all_their_parts()
    {
        Volumes();
        var (exit, output) = _machine.Run(Script(Plan(Kept)), "sh");
        Assert.True(exit == 0, output);
        Assert.EndsWith(
            "clearpart --none\nreqpart\npart / --fstype=xfs --size=100 --ondisk=vdb\nvolgroup vg-0 --noformat\n"
                + "logvol /data --vgname=vg-0 --name=data --fstype=xfs --noformat\nlogvol swap --vgname=vg-0 --name=swap --fstype=swap --useexisting\n"
                + "raid /mirror --device=md0 --fstype=ext4 --noformat\n",
            _machine.Lines(), StringComparison.Ordinal);
        Assert.Contains("sfdisk --quiet --delete /dev/vdb 1\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("--delete /dev/vdb 2", output, StringComparison.Ordinal);
        Assert.DoesNotContain("--delete /dev/sda", output, StringComparison.Ordinal);
        Assert.Contains("volume group vg-0 is kept", output, StringComparison.Ordinal);
        Assert.Contains("array md0 is kept", output, StringComparison.Ordinal);
    }

    [Fact]
    public void On_blank_disks_volumes_that_are_to_be_kept_are_made()
    {
        _machine.Build();
        var (exit, output) = _machine.Run(Script(Plan(Kept)), "sh");
        Assert.True(exit == 0, output);
        Assert.EndsWith(
            "part pv.01 --size=300 --ondisk=vdb\nvolgroup vg-0 pv.01\nlogvol /data --vgname=vg-0 --name=data --fstype=xfs --size=200\n"
                + "logvol swap --vgname=vg-0 --name=swap --size=50\npart raid.01 --size=50 --ondisk=vdb\npart raid.02 --size=50 --ondisk=sda\n"
                + "raid /mirror raid.01 raid.02 --fstype=ext4 --level=1 --device=md0\n",
            _machine.Lines(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lvm/vgs.vg-0.vg_name", "", "there is no volume group vg-0, which is to be kept")]
    [InlineData("lvm/vgs.vg-0.pv_count", "2", "volume group vg-0 has 2 parts, and the table says 1")]
    [InlineData("lvm/lvs.vg-0/swap.lv_size", "", "volume group vg-0 has no volume swap")]
    [InlineData("lvm/lvs.vg-0/data.lv_size", "120.00", "vg-0/data is /data with 120 MB, and the table says 200")]
    [InlineData("blkid/mapper/vg--0-data.TYPE", "ext4", "/data has file system ext4, and the table says xfs")]
    [InlineData("block/md127/md/level", "raid0", "array md0 is raid0, and the table says raid1")]
    [InlineData("block/md127/md/raid_disks", "3", "array md0 has 3 members, and the table says 2")]
    [InlineData("mdadm/md127", "MD_NAME=any:other", "there is no array md0, which is to be kept")]
    [InlineData("lvm/pvs./dev/vdb2.vg_name", "other", "volume group vg-0, which is to be kept, has 0 partitions of vdb, and the table says 1")]
    public void Volumes_that_the_table_did_not_make_stop_the_install_before_the_first_write(string file, string content, string why)
    {
        Volumes();
        _machine.Write(file, content);
        foreach (var shell in new[] { "dash", "bash", "busybox sh" })
        {
            var (exit, output) = _machine.Run(Script(Plan(Kept)), shell);
            Assert.Equal(1, exit);
            Assert.Contains(why, output, StringComparison.Ordinal);
            Assert.Contains("; nothing was touched", output, StringComparison.Ordinal);
            Assert.DoesNotContain("sfdisk", output, StringComparison.Ordinal);
        }

        Assert.Equal(0, _machine.Run(Script(Plan(Kept) with { NukesAll = true }), "sh").Exit);
    }

    [Fact]
    public void A_blank_disk_is_no_part_of_a_volume_group_that_is_there()
    {
        Volumes();
        Directory.Delete(Path.Combine(_machine.Root, "sys/block/sda/sda1"), recursive: true);
        var (exit, output) = _machine.Run(Script(Plan(Kept)), "sh");
        Assert.Equal(1, exit);
        Assert.Contains("sda is blank, and array md0, which is to be kept, should be on it", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo made > ROOT/tmp/made; cat \"$1\" >> ROOT/tmp/made", 0, "the RAID controllers are configured by carts/raid/RPMS/configure")]
    [InlineData("echo no such slot; exit 3", 1, "carts/raid/RPMS/configure ended with 3: no such slot\n")]
    public void A_program_of_the_site_configures_controllers_before_disks_are_looked_for(string program, int code, string says)
    {
        _machine.Build();
        File.WriteAllText(Path.Combine(_machine.Root, "tmp/program"), "#!/bin/sh\n" + program.Replace("ROOT", _machine.Root, StringComparison.Ordinal) + "\n");
        var plan = DiskPlan.Usual with
        {
            Controllers = new ControllerPlan(ControllerTable.Parse("\t\t0\t1\t1\n\t\t1\t1\t1"), "carts/raid/RPMS/configure"),
        };
        var (exit, output) = _machine.Run(Script(plan), "sh");
        Assert.True(exit == code, output);
        Assert.Contains(says, output, StringComparison.Ordinal);
        Assert.Contains("curl -fsS -m 300 -o", output, StringComparison.Ordinal);
        Assert.Contains("http://10.1.1.1/install/carts/raid/RPMS/configure", output, StringComparison.Ordinal);
        Assert.Equal(code == 0, File.Exists(Path.Combine(_machine.Root, "tmp/partition-info")));
        if (code == 0)
        {
            Assert.Equal(
                "made\nenclosure,adapter,slot,raidlevel,arrayid,options\n,,0,1,1,\n,,1,1,1,\n", File.ReadAllText(Path.Combine(_machine.Root, "tmp/made")));
        }
    }

    [Theory]
    [InlineData("nukecontroller", "true")]
    [InlineData("boot_device", "sd a")]
    [InlineData("storage.partitions", "sda\t/data\t1")]
    public void Attributes_that_cannot_be_refuse_the_profile(string name, string value) =>
        Assert.Throws<RefusedException>(() => DiskPlan.Of(asked => asked == name ? value : null));

    public void Dispose() => _machine.Dispose();

    private static DiskPlan Plan(string table) => DiskPlan.Of(name => name == DiskTable.Attribute ? table : null);

    private static string Script(DiskPlan plan) => AnacondaDisks.Script(plan, AnacondaGeneration.El9, reports: null, "http://10.1.1.1");

    private const string Kept = "vdb\t/\t100\nvdb\tpv.01\t300\npv.01\tvg-0\t0\tvolgroup\nvg-0\t/data\t200\txfs\tpreserve\nvg-0\tswap\t50\n"
        + "vdb\traid.01\t50\nsda\traid.02\t50\nraid.01 raid.02\t/mirror\t0\text4\tpreserve --level=1 --device=md0";

    /// <summary>The machine whose disks the table <see cref="Kept"/> made.</summary>
    private void Volumes()
    {
        _machine.Build();
        _machine.Partition("vdb", 1, 100, "xfs", "");
        _machine.Partition("vdb", 2, 300, "LVM2_member", "");
        _machine.Partition("vdb", 3, 50, "linux_raid_member", "");
        _machine.Partition("sda", 1, 50, "linux_raid_member", "");
        _machine.Write("lvm/vgs.vg-0.vg_name", "  vg-0");
        _machine.Write("lvm/vgs.vg-0.pv_count", "  1");
        _machine.Write("lvm/pvs./dev/vdb2.vg_name", "  vg-0");
        _machine.Write("lvm/lvs.vg-0/data.lv_size", "  200.00");
        _machine.Write("lvm/lvs.vg-0/swap.lv_size", "  52.00");
        _machine.Write("blkid/mapper/vg--0-data.TYPE", "xfs");
        _machine.Write("block/md127/md/level", "raid1");
        _machine.Write("block/md127/md/raid_disks", "2");
        _machine.Write("block/md127/slaves/vdb3", "");
        _machine.Write("block/md127/slaves/sda1", "");
        _machine.Write("mdadm/md127", "MD_LEVEL=raid1\nMD_NAME=any:0");
        _machine.Write("blkid/md127.TYPE", "ext4");
    }
}
