using BootService.Commands.Tests.Support;
using BootService.Core.Boot;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Pallets;

namespace BootService.Commands.Tests.Verbs;

public sealed class BootActionVerbTests : IDisposable
{
    private readonly Bench _stack = new();

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void The_built_in_actions_are_listed()
    {
        var output = _stack.Type("list bootaction");
        Assert.Equal(["action", "type", "os", "release", "kernel", "efikernel", "ramdisk", "args"], output.Shape!.Headers);
        Assert.Equal(
            ["install", "install console", "install headless", "memtest", "os", "os.chain", "os.hplocalboot", "os.localboot", "rescue"],
            output.Rows.Select(row => row[0]).Distinct());
        Assert.Equal(
            ["install", "install", "", "6", "", "", "", "ksdevice=bootif kssendmac ramdisk_size=150000 lang= text noipv6"],
            output.Rows.Single(row => row is ["install", _, _, "6", ..]));
        Assert.Equal(
            ["install headless", "install", "", "10", "", "", "", "inst.ks.sendmac ip=dhcp inst.rdp"],
            output.Rows.Single(row => row is ["install headless", _, _, "10", ..]));
        Assert.Equal(["os.hplocalboot", "os", "", "", "localboot -1", "", "", ""], _stack.Type("list bootaction os.hplocalboot").Rows.Single());
    }

    [Fact]
    public void An_action_is_added_chosen_changed_and_removed()
    {
        _stack.BootFiles.UnionWith(["mine/vmlinuz", "mine/initrd.img"]);
        _stack.Do("add", "bootaction", "action=look around", "kernel=mine/vmlinuz", "ramdisk=/mine/initrd.img", "args=quiet  debug");
        _stack.Do("set", "host", "runaction", "backend-0-0", "action=look around");
        Assert.Equal(
            ["look around", "os", "", "", "mine/vmlinuz", "", "mine/initrd.img", "quiet debug"], _stack.Do("list", "bootaction", "look around").Rows.Single());
        Assert.Contains("host backend-0-0 boots by action", _stack.Refused("remove", "bootaction", "look around"), StringComparison.Ordinal);
        _stack.Do("set", "bootaction", "look", "around", "args=");
        Assert.Equal("", _stack.Do("list", "bootaction", "look around").Rows.Single()[^1]);
        _stack.Type("set host runaction backend-0-0 action=none");
        _stack.Do("remove", "bootaction", "action=look around");
        Assert.Contains("does not exist", _stack.Refused("list", "bootaction", "look around"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("add bootaction x kernel=nowhere", "action \"x\" names the file \"nowhere\", which is not there: put it into bootfiles")]
    [InlineData("add bootaction x kernel=memtest ramdisk=nowhere", "action \"x\" names the file \"nowhere\"")]
    [InlineData("add bootaction x kernel=memtest efikernel=nowhere", "action \"x\" names the file \"nowhere\"")]
    [InlineData("set bootaction memtest kernel=nowhere", "action \"memtest\" names the file \"nowhere\"")]
    [InlineData("add bootaction x kernel=../../etc/shadow", "kernel \"../../etc/shadow\" must be the name of a file")]
    [InlineData("add bootaction x ramdisk=memtest", "action \"x\" has \"memtest\" and no kernel")]
    [InlineData("add bootaction memtest kernel=memtest", "action \"memtest\" exists")]
    [InlineData("add bootaction install os=redhat type=os", "action \"install\" is of type install, so type=os cannot be")]
    [InlineData("add bootaction none kernel=memtest", "action \"none\" must be words")]
    [InlineData("add bootaction action=", "action \"\" must be words")]
    [InlineData("remove bootaction memtest", "action \"memtest\" is built in and stays")]
    [InlineData("remove bootaction nothing", "action \"nothing\" does not exist")]
    [InlineData("set bootaction rescu args=x", "action \"rescu\" does not exist: did you mean \"rescue\"?")]
    [InlineData("set host runaction backend action=memtst", "action \"memtst\" does not exist: did you mean \"memtest\"?")]
    [InlineData("set host runaction backend action=install", "action \"install\" installs")]
    [InlineData("set host installaction backend action=os", "action \"os\" boots the disk")]
    [InlineData("set host bootaction backend type=os action=install", "action \"install\" installs")]
    [InlineData("set host runaction backend action=rescue", "action \"rescue\" starts the kernel of an OS pallet and none is enabled for host backend-0-0")]
    public void What_cannot_be_is_refused(string line, string sentence) =>
        Assert.StartsWith(sentence, _stack.Refused(line.Split(' ')), StringComparison.Ordinal);

    [Theory]
    [InlineData("add bootaction")]
    [InlineData("set bootaction args=quiet")]
    [InlineData("remove bootaction")]
    public void A_boot_action_must_be_named(string line) =>
        Assert.StartsWith("\"action\" argument is required", _stack.NotUnderstood(line.Split(' ')), StringComparison.Ordinal);

    [Fact]
    public void Arguments_that_a_loader_would_not_pass_on_are_refused()
    {
        Assert.StartsWith("args must be printable ASCII", _stack.Refused("set", "bootaction", "rescue", "args=żółw"), StringComparison.Ordinal);
        Assert.StartsWith(
            "args must be printable ASCII", _stack.Refused("set", "bootaction", "rescue", "args=" + new string('x', 1001)), StringComparison.Ordinal);
        foreach (var (args, word) in ((string, string)[])[("a ; b", ";"), ("a || b", "||"), ("quiet # of rack 3", "#"), ("#quiet", "#quiet")])
        {
            Assert.StartsWith(
                $"args has the word {word}, at which iPXE ends", _stack.Refused("set", "bootaction", "rescue", "args=" + args), StringComparison.Ordinal);
        }

        foreach (var (args, word) in ((string, string)[])[("a b=${net0/mac} c", "b=${net0/mac}"), ("it's", "it's"), ("a=b\\c d", "a=b\\c")])
        {
            Assert.StartsWith(
                $"args has the word {word}, which not every loader", _stack.Refused("set", "bootaction", "rescue", "args=" + args), StringComparison.Ordinal);
        }

        _stack.Do("set", "bootaction", "rescue", "args=memmap=4G$4G");
        Assert.StartsWith("kernel \"a b c\" must be a file", _stack.Refused("add", "bootaction", "x", "kernel=a b c"), StringComparison.Ordinal);
        Assert.StartsWith(
            "action \"x\" boots the disk and takes no arguments", _stack.Refused("add", "bootaction", "x", "kernel=localboot 0", "args=quiet"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_memtest_is_told_when_a_host_is_given_it()
    {
        _stack.BootFiles.Clear();
        Assert.StartsWith(
            "action \"memtest\" names the file \"memtest\", which is not there", _stack.Refused("set", "host", "runaction", "backend", "action=memtest"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Stackis_ways_of_naming_a_kernel_are_read()
    {
        _stack.Do("add", "bootaction", "a", "kernel=com32 chain.c32", "args=hd0");
        _stack.Do("add", "bootaction", "b", "kernel=localboot -1");
        _stack.Do("add", "bootaction", "c", "kernel=kernel memtest");
        Assert.Equal(
            [BootStart.Chain, BootStart.ExitError, BootStart.Kernel],
            ((string[])["a", "b", "c"]).Select(name => _stack.Inventory.BootEntries[new BootEntryKey(name, "", 0)].Start));
    }

    [Fact]
    public void Both_choices_of_a_host_are_shown_in_its_list()
    {
        WithOs();
        _stack.Do("set", "host", "bootaction", "backend-0-0", "type=install", "action=install headless");
        _stack.Type("set host bootaction backend-0-0 type=os action=rescue");
        Assert.Equal(["rescue", "install headless"], _stack.Type("list host backend-0-0").Rows.Single()[7..9]);
        _stack.Type("set host installaction backend-0-0 action=none");
        Assert.Equal(["rescue", "install"], _stack.Type("list host backend-0-0").Rows.Single()[7..9]);
    }

    [Fact]
    public void A_built_in_action_is_changed_and_brought_back()
    {
        _stack.Do("set", "bootaction", "install", "release=6", "args=text");
        Assert.Equal("text", _stack.Type("list bootaction install").Rows.Single(row => row[3] == "6")[^1]);
        _stack.Type("remove bootaction install release=6");
        Assert.Contains("kssendmac", _stack.Type("list bootaction install").Rows.Single(row => row[3] == "6")[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_dump_brings_actions_and_choices_back()
    {
        _stack.Do("add", "bootaction", "deep look", "kernel=memtest", "args=a b", "os=redhat", "release=7");
        _stack.Do("add", "bootaction", "deep look", "kernel=memtest");
        _stack.Do("set", "bootaction", "install", "release=6", "args=text");
        _stack.Do("set", "host", "runaction", "backend-0-1", "action=deep look");
        var text = _stack.Type("dump").Messages.Single();
        using var other = new Bench(nodes: false);
        other.Files = other.Files.Add("dump.json", text);
        other.Do("load", "file=dump.json");
        Assert.Equal(text, other.Type("dump").Messages.Single());
        Assert.Equal("deep look", other.Inventory.HostOf(HostName.Parse("backend-0-1"))!.OsAction);
        other.BootFiles.Clear();
        Assert.Contains("which is not there", other.Refused("load", "file=dump.json"), StringComparison.Ordinal);
    }

    private void WithOs() => _stack.Appliance.CommitAsync(
        _ => new Core.Stores.Proposal<bool>(
            true, [new Change.PalletSet(new Pallet(new PalletKey("CentOS", "6.6", "redhat", "x86_64")) { Kernel = "k", Initrd = "i", Boxes = ["default"] })]),
        TestContext.Current.CancellationToken).GetAwaiter().GetResult();
}
