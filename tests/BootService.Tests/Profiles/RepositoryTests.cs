using BootService.Core.Pallets;
using Xunit;

namespace BootService.Tests.Profiles;

/// <summary>What nodes are told of the repositories that pallets are.</summary>
public sealed class RepositoryTests : IDisposable
{
    private const string Site = "http://10.1.1.1/install/pallets";

    private readonly ProfileFrontend _stack = new();

    public RepositoryTests()
    {
        _stack.Shipped(
            "backend", "<kickstart>\n<package>@core</package>\n<post cond=\"profile.yum\"><file "
                + "name=\"/etc/yum.repos.d/stack.repo\">\n&profile.yum;</file></post>\n</kickstart>\n");
        _stack.Graph("<graph/>");
    }

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void Enabled_pallets_are_repositories_and_a_disabled_one_leaves_nothing()
    {
        _stack.Add(Pallet("mesosphere", "1.0"), "");
        var kickstart = _stack.Text("list host kickstart backend-0-0");
        Assert.Contains(
            $"\nurl --url={Site}/CentOS/6.6/redhat/x86_64\nrepo --name=mesosphere-1.0 --baseurl={Site}/mesosphere/1.0/redhat/x86_64\n", kickstart,
            StringComparison.Ordinal);
        Assert.Equal(
            $"[mesosphere-1.0]\nname=mesosphere-1.0\nbaseurl={Site}/mesosphere/1.0/redhat/x86_64\nenabled=1\ngpgcheck=0\nskip_if_unavailable=1",
            Assert.Single(_stack.Type("report host yum backend-0-0").Messages));
        Assert.Contains("\n[mesosphere-1.0]\n", kickstart, StringComparison.Ordinal);
        _stack.Type("disable pallet mesosphere");
        Assert.DoesNotContain("mesosphere", _stack.Text("list host kickstart backend-0-0"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pallet_without_metadata_is_no_repository()
    {
        _stack.Add(Pallet("empty", "1.0"));
        Assert.DoesNotContain("empty", _stack.Text("list host kickstart backend-0-0"), StringComparison.Ordinal);
        Assert.Contains("\nurl --url=", _stack.Text("list host kickstart backend-0-0"), StringComparison.Ordinal);
    }

    [Fact]
    public void Media_of_later_releases_are_several_repositories()
    {
        _stack.Add(Pallet("Rocky", "8.10") with { Kernel = "k", Initrd = "i" }, "BaseOS", "AppStream");
        _stack.Add(Pallet("updates", "2024"), "");
        var yum = Assert.Single(_stack.Type("report host repo backend-0-0").Messages);
        Assert.Equal(["[Rocky-8.10-AppStream]", "[Rocky-8.10-BaseOS]", "[updates-2024]"], yum.Split('\n').Where(line => line.StartsWith('[')));
        Assert.Contains($"\nbaseurl={Site}/Rocky/8.10/redhat/x86_64/BaseOS\n", yum, StringComparison.Ordinal);
        Assert.EndsWith("\nmodule_hotfixes=1", yum, StringComparison.Ordinal);
        Assert.Single(yum.Split('\n'), "module_hotfixes=1");
        Assert.Contains(
            $"\nurl --url={Site}/Rocky/8.10/redhat/x86_64\nrepo --name=updates-2024 ", _stack.Text("list host kickstart backend-0-0"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_cart_brings_its_packages_and_its_nodes_to_the_hosts_of_its_box()
    {
        _stack.Type("add cart tools");
        _stack.Write("export/carts/tools/nodes/cart-tools-backend.xml", "<kickstart><package>hammer</package></kickstart>");
        Assert.DoesNotContain("hammer", _stack.Text("list host kickstart backend-0-0"), StringComparison.Ordinal);
        _stack.Type("enable cart tools");
        Assert.Contains("\nhammer\n", _stack.Text("list host kickstart backend-0-0"), StringComparison.Ordinal);
        Assert.DoesNotContain("tools-cart", _stack.Text("list host kickstart backend-0-0"), StringComparison.Ordinal);
        _stack.Write("export/carts/tools/repodata/repomd.xml", "<repomd/>");
        Assert.Contains(
            "\nrepo --name=tools-cart --baseurl=http://10.1.1.1/install/carts/tools\n", _stack.Text("list host kickstart backend-0-0"),
            StringComparison.Ordinal);
        _stack.Type("add box test");
        _stack.Type("set host box backend-0-0 box=test");
        _stack.Type("enable pallet CentOS box=test");
        Assert.DoesNotContain("hammer", _stack.Text("list host kickstart backend-0-0"), StringComparison.Ordinal);
    }

    [Fact]
    public void Several_hosts_have_no_file_in_common() =>
        Assert.StartsWith(
            "\"backend\" names several hosts, and each has a file of its own", _stack.Try("report", "host", "yum", "backend").End.Sentence,
            StringComparison.Ordinal);

    private static Pallet Pallet(string name, string version) => new(new PalletKey(name, version, "redhat", "x86_64"));
}
