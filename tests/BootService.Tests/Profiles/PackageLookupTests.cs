using System.Globalization;
using System.Text;
using BootService.Core.Pallets;
using Xunit;

namespace BootService.Tests.Profiles;

/// <summary>Names of packages are held to what the host's repositories have, before anything is armed.</summary>
public sealed class PackageLookupTests : IDisposable
{
    private readonly ProfileFrontend _stack = new();
    private readonly string _file;

    public PackageLookupTests()
    {
        _file = _stack.Shipped("backend", "<kickstart>\n<package>zsh</package>\n<package>zhs</package>\n</kickstart>\n");
        _stack.Graph("<graph/>");
    }

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void A_name_nobody_has_is_a_fault_with_its_place()
    {
        Repository("pallets/CentOS/6.6/redhat/x86_64", "zsh");
        var row = Assert.Single(_stack.Refused("check profile").Output.Rows);
        Assert.Equal([_file, "3"], row.Take(2));
        Assert.StartsWith("no enabled pallet or cart has a package \"zhs\": ", row[5], StringComparison.Ordinal);
        Assert.StartsWith(
            $"the profile of host \"backend-0-0\" asks for what is not there: {_file}:3:",
            _stack.Refused("set host boot backend-0-0 action=install").Sentence, StringComparison.Ordinal);
        Assert.Contains("\nzhs\n", _stack.Text("list host kickstart backend-0-0"), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_pallet_a_cart_or_an_attribute_may_bring_it()
    {
        Repository("pallets/CentOS/6.6/redhat/x86_64", "zsh");
        _stack.Set("packages.elsewhere", "zh*", "backend-0-0");
        _stack.Type("check profile backend-0-0");
        _stack.Refused("check profile backend-0-1");
        _stack.Add(new Pallet(new PalletKey("shells", "1.0", "redhat", "x86_64")));
        Repository("pallets/shells/1.0/redhat/x86_64", "zhs");
        _stack.Type("check profile");
    }

    [Fact]
    public void Pallets_of_which_nothing_is_known_refuse_nothing()
    {
        _stack.Type("check profile");
        _stack.Write("export/pallets/CentOS/6.6/redhat/x86_64/repodata/repomd.xml", "<repomd/>");
        _stack.Type("check profile");
        _stack.Write("export/pallets/CentOS/6.6/redhat/x86_64/repodata/repomd.xml", "rubbish");
        _stack.Type("check profile");
    }

    [Fact]
    public void An_os_without_a_pallet_installs_nothing()
    {
        _stack.Type("set host os backend-0-0 os=debian");
        Assert.StartsWith(
            "host \"backend-0-0\" is to have os \"debian\", and box \"default\" has no pallet of it enabled, only CentOS-6.6 (redhat): ",
            _stack.Refused("set host boot backend-0-0 action=install").Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Nodes_hold_packages_to_the_keys_that_came_with_a_pallet_that_was_checked()
    {
        _stack.Shipped("backend", "<kickstart>\n<post cond=\"profile.yum\">&profile.yum;</post>\n</kickstart>\n");
        _stack.Add(new Pallet(new PalletKey("signed", "1.0", "redhat", "x86_64")), "");
        _stack.Write("export/pallets/signed/1.0/redhat/x86_64/RPM-GPG-KEY-x", "key");
        Assert.Contains("\ngpgcheck=0\n", _stack.Type("report host yum backend-0-0").Messages.Single(), StringComparison.Ordinal);
        _stack.Write("export/pallets/signed/1.0/redhat/x86_64/signatures-checked", "");
        Assert.Contains(
            "\ngpgcheck=1\ngpgkey=http://10.1.1.1/install/pallets/signed/1.0/redhat/x86_64/RPM-GPG-KEY-x\n",
            _stack.Type("report host yum backend-0-0").Messages.Single(), StringComparison.Ordinal);
    }

    private void Repository(string place, params string[] names)
    {
        var packages = new StringBuilder();
        foreach (var name in names)
        {
            packages.Append(
                CultureInfo.InvariantCulture,
                $"<package type=\"rpm\"><name>{name}</name><arch>noarch</arch><version epoch=\"0\" ver=\"1\" rel=\"1\"/>"
            + $"<location href=\"{name}.rpm\"/></package>");
        }

        _stack.Write($"export/{place}/repodata/primary.xml", $"<metadata>{packages}</metadata>");
        _stack.Write($"export/{place}/repodata/repomd.xml", "<repomd><data type=\"primary\"><location href=\"repodata/primary.xml\"/></data></repomd>");
    }
}
