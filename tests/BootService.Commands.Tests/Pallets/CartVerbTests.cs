using BootService.Commands.Tests.Support;
using BootService.Core.Boot;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Pallets;

namespace BootService.Commands.Tests.Pallets;

public sealed class CartVerbTests : IDisposable
{
    private readonly Bench _stack = new();

    private string Cart => Path.Combine(_stack.Folder, "export/carts/tools");

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void What_many_hosts_install_from_is_removed_only_by_whoever_counts_them()
    {
        _stack.Type("add cart tools");
        _stack.Type("add cart idle");
        _stack.Type("enable cart tools");
        _stack.Type("add host backend-5-[0-9]");
        var many = _stack.Inventory.Hosts.Count;
        Assert.Equal($"this takes software from {many} hosts: add confirm={many} if that is what you want", _stack.Refused("remove", "cart", "tools"));
        Assert.Equal($"confirm=3, but this takes software from {many} hosts; nothing was changed", _stack.Refused("remove", "cart", "tools", "confirm=3"));
        _stack.Type($"remove cart tools confirm={many}");
        _stack.Type("remove cart idle");
        Assert.Empty(_stack.Inventory.Carts);
    }

    [Fact]
    public void A_cart_is_a_folder_with_a_node_of_its_own()
    {
        Assert.Equal(
            $"added cart tools: put packages into {Cart}/RPMS and node XML into {Cart}/nodes, then: stack enable cart tools",
            Assert.Single(_stack.Type("add cart tools").Messages));
        Assert.Equal(
            ["graph/cart-tools.xml", "nodes/cart-tools-backend.xml"],
            Directory.EnumerateFiles(Cart, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Cart, file)).Order(StringComparer.Ordinal));
        Assert.Equal("cart \"tools\" already exists", _stack.Refused("add", "cart", "tools"));
        Assert.Equal(["tools", ""], _stack.Type("list cart").Rows.Single());
        _stack.Type("remove cart tools");
        Assert.False(Directory.Exists(Cart));
        Assert.Empty(_stack.Type("list cart").Rows);
    }

    [Fact]
    public void A_trial_of_a_carts_verb_touches_no_file_and_says_what_it_would_change()
    {
        _stack.Type("add cart tools dryrun=yes");
        Assert.False(Directory.Exists(Cart));
        Assert.Empty(_stack.Inventory.Carts);
        _stack.Type("add cart tools");
        TestMedia.Rpm(Path.Combine(Cart, "RPMS"), "hammer");
        Assert.Contains("without dryrun=yes: ", _stack.Type("enable cart tools dryrun=yes").Messages.Single(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(Cart, "repodata")));
        Assert.Equal(["tools", ""], _stack.Type("list cart").Rows.Single());
        Assert.Contains("unknown cart \"tolos\"", _stack.Refused("remove", "cart", "tolos", "dryrun=yes"), StringComparison.Ordinal);
        _stack.Type("remove cart tools dryrun=yes");
        Assert.True(Directory.Exists(Cart));
        Assert.Single(_stack.Inventory.Carts);
    }

    [Fact]
    public void A_folder_that_is_there_already_is_kept_as_it_is()
    {
        Directory.CreateDirectory(Path.Combine(Cart, "nodes"));
        File.WriteAllText(Path.Combine(Cart, "nodes/mine.xml"), "<kickstart/>");
        _stack.Type("add cart tools");
        Assert.Equal([Path.Combine(Cart, "nodes/mine.xml")], Directory.EnumerateFiles(Cart, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Packages_of_a_cart_become_a_repository_when_it_is_enabled_or_compiled()
    {
        _stack.Type("add cart tools");
        _stack.Type("enable cart tools");
        Assert.Equal(["tools", "default"], _stack.Type("list cart").Rows.Single());
        Assert.False(Directory.Exists(Path.Combine(Cart, "repodata")));
        TestMedia.Rpm(Path.Combine(Cart, "RPMS"), "hammer");
        _stack.Type("enable cart tools");
        Assert.Equal(["RPMS/hammer-1.0-1.noarch.rpm"], TestMedia.Listed(Cart));
        TestMedia.Rpm(Path.Combine(Cart, "RPMS"), "saw");
        _stack.Type("compile cart tools");
        Assert.Equal(["RPMS/hammer-1.0-1.noarch.rpm", "RPMS/saw-1.0-1.noarch.rpm"], TestMedia.Listed(Cart));
        Directory.Delete(Path.Combine(Cart, "RPMS"), recursive: true);
        _stack.Type("compile cart tools");
        Assert.False(Directory.Exists(Path.Combine(Cart, "repodata")));
        _stack.Type("disable cart too*");
        Assert.Equal("", _stack.Type("list cart").Rows.Single()[1]);
    }

    [Fact]
    public void A_box_holds_what_is_enabled_in_it_until_it_is_removed()
    {
        _stack.Type("add box test");
        Assert.Equal("box \"test\" already exists", _stack.Refused("add", "box", "test"));
        _stack.Type("add cart tools");
        _stack.Type("enable cart tools box=test");
        Assert.Equal([["default", "", "", ""], ["test", "", "", "tools"]], _stack.Type("list box").Rows);
        _stack.Type("set host box backend-0-3 box=test");
        Assert.Equal("host backend-0-3 is in box test: \"stack set host box backend-0-3 box=default\" first", _stack.Refused("remove", "box", "test"));
        _stack.Type("set host box backend-0-3 box=default");
        _stack.Type("remove box test");
        Assert.Equal("default", Assert.Single(_stack.Type("list box").Rows)[0]);
        Assert.Equal(["tools", ""], _stack.Type("list cart").Rows.Single());
        Assert.Equal("box default is built in and stays", _stack.Refused("remove", "box", "default"));
    }

    [Theory]
    [InlineData("set host box backend-0-0 box=defualt", "unknown box \"defualt\": did you mean \"default\"?")]
    [InlineData("add host backend-1-0 box=spare", "unknown box \"spare\"; \"stack add box spare\" makes it")]
    [InlineData("add box ../x", "box \"../x\" must be a word")]
    [InlineData("add cart ../x", "cart \"../x\" is not a word of letters, digits, dots, hyphens and underscores")]
    [InlineData("enable cart tolos", "unknown cart \"tolos\": did you mean \"tools\"?")]
    [InlineData("list box none", "unknown box \"none\"")]
    public void Names_that_mean_nothing_are_refused(string line, string sentence)
    {
        _stack.Type("add cart tools");
        Assert.StartsWith(sentence, _stack.Refused(line.Split(' ')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_host_is_about_to_install_from_stays()
    {
        var os = new Pallet(new PalletKey("CentOS", "6.6", "redhat", "x86_64")) { Kernel = "k", Initrd = "i", Boxes = ["default"] };
        var updates = new Pallet(new PalletKey("updates", "1.0", "redhat", "x86_64")) { Boxes = ["default"] };
        var attempt = new InstallAttempt(
            1, HostName.Parse("backend-0-1"), "s", _stack.Time.GetUtcNow(), 3, TimeSpan.FromHours(1))
        { Pallet = os.Key, Image = KernelImage.Of(os)! };
        await _stack.Appliance.CommitAsync(
            _ => new Core.Stores.Proposal<bool>(true, [new Change.PalletSet(os), new Change.PalletSet(updates), new Change.AttemptSet(attempt)]),
            TestContext.Current.CancellationToken);
        _stack.Type("add cart tools");
        _stack.Type("enable cart tools");
        Assert.StartsWith(
            "pallet updates 1.0 x86_64 has packages for host backend-0-1, which is set to install", _stack.Refused("remove", "pallet", "updates"),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "cart tools has packages for host backend-0-1, which is set to install", _stack.Refused("remove", "cart", "tools"), StringComparison.Ordinal);
        _stack.Type("set host boot backend-0-1 action=os");
        _stack.Type("remove cart tools");
        _stack.Type("remove pallet updates");
    }
}
