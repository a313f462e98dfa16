using System.Globalization;

namespace BootService.Core.Tests.Disks;

/// <summary>A machine made of files, whose disks the scripts of installers look for and lay out.</summary>
internal sealed class DiskMachine : IDisposable
{
    /// <summary>The folder it is in.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("bootservice-disks-").FullName;

    /// <summary>The installer's lines that a script has written.</summary>
    public string Lines() => File.ReadAllText(Path.Combine(Root, "tmp/partition-info"));

    public void Dispose() => Directory.Delete(Root, recursive: true);

    /// <summary>Two disks of its own, a stick, a path to a SAN, a path that multipath has, a disk over the network.</summary>
    public void Build()
    {
        Directory.CreateDirectory(Path.Combine(Root, "tmp"));
        Disk("sda", "pci0/ata1", 1000);
        Disk("vdb", "pci0/virtio1", 500);
        Disk("sdb", "pci0/host1/rport-1-0", 100);
        Disk("sdc", "pci0/usb1/1-1", 100);
        Disk("sdd", "pci0/ata2", 100);
        Disk("nvme0n1", "virtual/nvme", 100);
        Disk("sr0", "pci0/ata3", 100);
        Write("block/vdb/serial", "SER-1 ");
        Write("block/sda/device/model", "SuperDisk 3000");
        Write("block/sdd/holders/dm-0/dm/uuid", "mpath-3600");
        Write("block/nvme0n1/device/transport", "rdma");
    }

    /// <summary>A disk at a place of the machine's wiring.</summary>
    public void Disk(string name, string place, int megabytes)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Root, "sys/devices", place, name)).FullName;
        Directory.CreateDirectory(Path.Combine(Root, "sys/block"));
        File.CreateSymbolicLink(Path.Combine(Root, "sys/block", name), folder);
        Write($"block/{name}/removable", "0");
        Write($"block/{name}/size", (megabytes * 2048).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>A partition with what blkid says of it.</summary>
    public void Partition(string disk, int number, int megabytes, string type, string label)
    {
        Write($"block/{disk}/{disk}{number}/partition", number.ToString(CultureInfo.InvariantCulture));
        Write($"block/{disk}/{disk}{number}/size", (megabytes * 2048).ToString(CultureInfo.InvariantCulture));
        Write($"blkid/{disk}{number}.TYPE", type);
        Write($"blkid/{disk}{number}.LABEL", label);
    }

    /// <summary>A file of /sys, or what a program says.</summary>
    public void Write(string path, string text)
    {
        var file = Path.Combine(Root, "sys", path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text + "\n");
    }

    /// <summary>Runs a script against the machine of files; what would write to a disk says so instead.</summary>
    public (int Exit, string Output) Run(string script, string shell)
    {
        var fakes = $$"""
            blkid() {
                field= node=
                while [ $# -gt 0 ]; do case $1 in -s) field=$2; shift ;; /dev/*) node=${1#/dev/} ;; esac; shift; done
                cat "{{Root}}/sys/blkid/$node.$field" 2> /dev/null
            }
            sfdisk() { echo "sfdisk $*"; }
            wipefs() { echo "wipefs $*"; }
            dd() { echo "dd $*"; }
            udevadm() { :; }
            modprobe() { :; }
            mdadm() { case $1 in --detail) cat "{{Root}}/sys/mdadm/${3#/dev/}" 2> /dev/null ;; esac; }
            lvm() {
                verb=$1 field= thing=
                while [ $# -gt 0 ]; do case $1 in -o) field=$2; shift ;; --units) shift ;; esac; thing=$1; shift; done
                cat "{{Root}}/sys/lvm/$verb.$thing.$field" 2> /dev/null
            }
            curl() { echo "curl $*"; cp "{{Root}}/tmp/program" "$5"; }

            """;
        var words = shell.Split(' ');
        var (exit, output, errors) = Tool.Ask(words[0], words[1..], fakes + script
            .Replace("/tmp/", $"{Root}/tmp/", StringComparison.Ordinal).Replace("/sys/block", $"{Root}/sys/block", StringComparison.Ordinal)
            .Replace("/sys/firmware/efi", $"{Root}/sys/firmware/efi", StringComparison.Ordinal)
            .Replace("/dev/console", "/dev/null", StringComparison.Ordinal).Replace("/dev/tty1", "/dev/null", StringComparison.Ordinal));
        return (exit, output + errors);
    }
}
