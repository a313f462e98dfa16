using BootService.Commands.Tests.Support;
using BootService.Core.Boot;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Pallets;

namespace BootService.Commands.Tests.Pallets;

public sealed class PalletVerbTests : IDisposable
{
    private readonly Bench _stack = new();

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void A_directory_becomes_a_pallet_named_by_its_family()
    {
        Medium("cd", "CentOS", "6.6");
        var output = _stack.Type("add pallet cd");
        Assert.Equal("Copying \"CentOS\" (6.6,x86_64) pallet ...", output.Steps[^1].Text);
        Assert.Equal(output.Steps[^1].Total, output.Steps[^1].Done);
        Assert.Equal("kernel", File.ReadAllText(Path.Combine(_stack.Pallets, "CentOS/6.6/redhat/x86_64/images/pxeboot/vmlinuz")));
        Assert.Equal(["CentOS", "6.6", "", "x86_64", "redhat", ""], _stack.Type("list pallet").Rows.Single());
        var pallet = _stack.Inventory.Pallets.Values.Single();
        Assert.Equal(("images/pxeboot/vmlinuz", "images/pxeboot/initrd.img"), (pallet.Kernel, pallet.Initrd));
    }

    [Theory]
    [InlineData("Red Hat Enterprise Linux", "RHEL")]
    [InlineData("CentOS Linux", "CentOS")]
    [InlineData("CentOS Stream", "CentOS-Stream")]
    [InlineData("Rocky Linux", "Rocky")]
    [InlineData("AlmaLinux", "AlmaLinux")]
    public void Families_have_the_names_Stacki_gave_them(string family, string name)
    {
        Medium("cd", family, "9.4");
        _stack.Type("add pallet cd");
        Assert.Equal(name, _stack.Inventory.Pallets.Keys.Single().Name);
    }

    [Fact]
    public void A_newer_treeinfo_is_read_too()
    {
        var folder = Medium("cd", "CentOS", "6.6");
        File.WriteAllText(
            Path.Combine(folder, ".treeinfo"),
            "[release]\nname = AlmaLinux\nversion = 9.4\n[tree]\narch = x86_64\n[images-x86_64]\nkernel = images/pxeboot/vmlinuz\ninitrd = "
                + "images/pxeboot/initrd.img\n");
        _stack.Type("add pallet cd");
        Assert.Equal(new PalletKey("AlmaLinux", "9.4", "redhat", "x86_64"), _stack.Inventory.Pallets.Keys.Single());
    }

    [Fact]
    public void Adding_again_replaces_the_files_and_keeps_the_pallet_enabled()
    {
        var folder = Medium("cd", "CentOS", "6.6");
        _stack.Type("add pallet cd");
        _stack.Type("enable pallet CentOS");
        File.WriteAllText(Path.Combine(folder, "new"), "x");
        _stack.Type("add pallet cd");
        Assert.True(File.Exists(Path.Combine(_stack.Pallets, "CentOS/6.6/redhat/x86_64/new")));
        Assert.Equal("default", _stack.Type("list pallet").Rows.Single()[5]);
        Assert.Equal(["CentOS"], Directory.EnumerateFileSystemEntries(_stack.Pallets).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("nowhere", "there is no ")]
    [InlineData("file.iso", " is no ISO 9660 image")]
    [InlineData("empty", " has no .treeinfo, .discinfo or roll-NAME.xml, so it is no installation medium: pallets are made of CentOS")]
    [InlineData("nokernel", " names kernel images/pxeboot/vmlinuz, which is not there")]
    [InlineData("noimages", " names no kernel in [images-x86_64], so nothing could boot from it")]
    [InlineData("escape", " is a link to ../../etc/passwd, which is not on the medium")]
    [InlineData("climb", "version \"../../..\" is not a word")]
    public void What_is_no_medium_is_refused_and_leaves_nothing_behind(string path, string sentence)
    {
        File.WriteAllText(Path.Combine(_stack.Folder, "file.iso"), "");
        Directory.CreateDirectory(Path.Combine(_stack.Folder, "empty"));
        File.Delete(Path.Combine(Medium("nokernel", "CentOS", "6.6"), "images/pxeboot/vmlinuz"));
        File.WriteAllText(Path.Combine(Medium("noimages", "CentOS", "6.6"), ".treeinfo"), "[general]\nfamily = CentOS\nversion = 6.6\narch = x86_64\n");
        File.CreateSymbolicLink(Path.Combine(Medium("escape", "CentOS", "6.6"), "link"), "../../etc/passwd");
        Medium("climb", "CentOS", "../../..");
        Assert.Contains(sentence, _stack.Refused("add", "pallet", path), StringComparison.Ordinal);
        Assert.Empty(Directory.Exists(_stack.Pallets) ? Directory.EnumerateFileSystemEntries(_stack.Pallets) : []);
    }

    [Fact]
    public void Disabling_what_is_not_here_is_said_and_done() =>
        Assert.Contains("unknown pallet name \"os\"", Assert.Single(_stack.Type("disable pallet os").Messages), StringComparison.Ordinal);

    [Fact]
    public void Pallets_are_enabled_and_disabled_by_name_and_pattern()
    {
        Medium("cd", "CentOS", "6.6");
        Medium("cd7", "CentOS", "7.9");
        _stack.Type("add pallet cd cd7");
        _stack.Type("enable pallet CentOS version=6.6");
        Assert.Equal(["default", ""], Boxes());
        _stack.Type("enable pallet %");
        Assert.Equal(["default", "default"], Boxes());
        Assert.Equal("unknown box \"test\"; \"stack add box test\" makes it", _stack.Refused("enable", "pallet", "CentOS", "box=test"));
        _stack.Type("add box test");
        _stack.Type("enable pallet CentOS box=test");
        Assert.Equal(["default test", "default test"], Boxes());
        _stack.Type("disable pallet CentOS");
        Assert.Equal(["test", "test"], Boxes());
        Assert.Equal("unknown pallet name \"centos\": did you mean \"CentOS\"?", _stack.Refused("enable", "pallet", "centos"));
        Assert.StartsWith("\"pallet\" argument is required", _stack.NotUnderstood("enable", "pallet"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_removed_pallet_takes_its_files_with_it()
    {
        Medium("cd", "CentOS", "6.6");
        _stack.Type("add pallet cd");
        _stack.Type("remove pallet CentOS dryrun=yes");
        Assert.NotEmpty(_stack.Inventory.Pallets);
        Assert.NotEmpty(Directory.EnumerateFileSystemEntries(_stack.Pallets));
        _stack.Type("remove pallet CentOS");
        Assert.Empty(_stack.Type("list pallet").Rows);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_stack.Pallets));
    }

    [Fact]
    public async Task A_pallet_that_a_host_is_to_install_stays()
    {
        Medium("cd", "CentOS", "6.6");
        _stack.Type("add pallet cd");
        var attempt = await SetToInstallAsync();
        Assert.StartsWith(
            "pallet CentOS 6.6 x86_64 is what host backend-0-1 is set to install", _stack.Refused("remove", "pallet", "CentOS"), StringComparison.Ordinal);
        Assert.Equal(["CentOS"], Directory.EnumerateFileSystemEntries(_stack.Pallets).Select(Path.GetFileName));
        _stack.Type("set host boot backend-0-1 action=os");
        Assert.Equal(AttemptState.Cancelled, _stack.Inventory.AttemptOf(attempt.Host)!.State);
        _stack.Type("remove pallet CentOS");
    }

    [Fact]
    public async Task Media_do_not_take_the_place_of_a_pallet_that_a_host_is_to_install()
    {
        var folder = Medium("cd", "CentOS", "6.6");
        _stack.Type("add pallet cd");
        await SetToInstallAsync();
        File.WriteAllText(Path.Combine(folder, "images/pxeboot/vmlinuz"), "another");
        Assert.Equal(
            "pallet CentOS 6.6 x86_64 is here, these media would take its place, and it is what host backend-0-1 is set to install: wait for that, or "
                + "\"stack set host boot backend-0-1 action=os\" first",
            _stack.Refused("add", "pallet", "cd", "clean=yes"));
        Assert.Equal("kernel", File.ReadAllText(Path.Combine(_stack.Pallets, "CentOS/6.6/redhat/x86_64/images/pxeboot/vmlinuz")));
        Assert.Equal(["CentOS"], Directory.EnumerateFileSystemEntries(_stack.Pallets).Select(Path.GetFileName));
        _stack.Type("set host boot backend-0-1 action=os");
        _stack.Type("add pallet cd clean=yes");
        Assert.Equal("another", File.ReadAllText(Path.Combine(_stack.Pallets, "CentOS/6.6/redhat/x86_64/images/pxeboot/vmlinuz")));
    }

    [Fact]
    public async Task A_further_disc_may_join_a_pallet_that_a_host_is_to_install()
    {
        Medium("cd", "CentOS", "6.6");
        _stack.Type("add pallet cd");
        await SetToInstallAsync();
        File.WriteAllText(Path.Combine(Medium("second", "CentOS", "6.6"), "more"), "x");
        _stack.Type("add pallet second");
        Assert.True(File.Exists(Path.Combine(_stack.Pallets, "CentOS/6.6/redhat/x86_64/more")));
    }

    private async Task<InstallAttempt> SetToInstallAsync()
    {
        var pallet = _stack.Inventory.Pallets.Values.Single();
        var attempt = new InstallAttempt(
            1, HostName.Parse("backend-0-1"), "s", _stack.Time.GetUtcNow(), 3, TimeSpan.FromHours(1))
        { Pallet = pallet.Key, Image = KernelImage.Of(pallet)! };
        await _stack.Appliance.CommitAsync(_ => new Core.Stores.Proposal<bool>(true, [new Change.AttemptSet(attempt)]), TestContext.Current.CancellationToken);
        return attempt;
    }

    private IEnumerable<string> Boxes() => _stack.Type("list pallet").Rows.Select(row => row[5]);

    private string Medium(string name, string family, string version)
    {
        var folder = Path.Combine(_stack.Folder, name);
        Directory.CreateDirectory(Path.Combine(folder, "images/pxeboot"));
        File.WriteAllText(Path.Combine(folder, "images/pxeboot/vmlinuz"), "kernel");
        File.WriteAllText(Path.Combine(folder, "images/pxeboot/initrd.img"), "initrd");
        File.WriteAllText(
            Path.Combine(folder, ".treeinfo"),
            $"[general]\nfamily = {family}\ntimestamp = 1414159832.68\nversion = {version}\narch = x86_64\n\n[images-x86_64]\nkernel = "
                + "images/pxeboot/vmlinuz\ninitrd = images/pxeboot/initrd.img\n");
        return folder;
    }
}
