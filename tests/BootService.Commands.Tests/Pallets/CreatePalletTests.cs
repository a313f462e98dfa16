using BootService.Commands.Tests.Support;
using BootService.Media.Discs;

namespace BootService.Commands.Tests.Pallets;

public sealed class CreatePalletTests : IDisposable
{
    private readonly Bench _stack = new(nodes: false);

    private string Source => Path.Combine(_stack.Folder, "mesos");

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void Packages_and_node_files_become_a_disc_and_the_disc_a_pallet()
    {
        TestMedia.Rpm(Path.Combine(Source, "build"), "mesos", "0.21.0");
        TestMedia.Rpm(Path.Combine(Source, "build/later"), "mesos", "0.22.0");
        TestMedia.Rpm(Source, "marathon");
        Write("nodes/mesos-backend.xml", "<kickstart><package>mesos</package></kickstart>");
        Write("nodes/extend-base.xml", "<kickstart><package>&more;</package></kickstart>");
        Write("graph/mesos.xml", "<graph><edge from=\"backend\"><to>mesos-backend</to></edge></graph>");
        Assert.Equal(
            "made mesos-0.22-3.x86_64.disk1.iso for redhat with 2 packages and 3 files of XML; next: stack add pallet mesos-0.22-3.x86_64.disk1.iso",
            Assert.Single(_stack.Type("create pallet mesos/ version=0.22 release=3").Messages));
        _stack.Type("add pallet mesos-0.22-3.x86_64.disk1.iso");
        Assert.Equal(["mesos", "0.22", "3", "x86_64", "redhat", ""], _stack.Type("list pallet").Rows.Single());
        var pallet = Path.Combine(_stack.Pallets, "mesos/0.22/redhat/x86_64");
        Assert.Equal(["RPMS/marathon-1.0-1.noarch.rpm", "RPMS/mesos-0.22.0-1.noarch.rpm"], TestMedia.Listed(pallet));
        Assert.True(File.Exists(Path.Combine(pallet, "nodes/extend-base.xml")) && File.Exists(Path.Combine(pallet, "graph/mesos.xml")));
        Assert.Equal(
            ["export", "mesos", "mesos-0.22-3.x86_64.disk1.iso"],
            Directory.EnumerateFileSystemEntries(_stack.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_description_says_what_was_not_said()
    {
        TestMedia.Rpm(Source, "mesos");
        Write("roll-cluster.xml", RollFile.Write("cluster", "2.5", "7", "i386", _stack.Time.GetUtcNow()));
        Assert.StartsWith(
            "made cluster-2.5-7.i386.disk1.iso for redhat with 1 packages", Assert.Single(_stack.Type("create pallet mesos").Messages),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_description_may_be_named_in_the_place_of_its_directory()
    {
        TestMedia.Rpm(Source, "mesos");
        Write("roll-a.xml", RollFile.Write("a", "1.0", "1", "x86_64", _stack.Time.GetUtcNow()));
        Write("roll-b.xml", RollFile.Write("b", "2.0", "1", "x86_64", _stack.Time.GetUtcNow()));
        Assert.StartsWith("made b-2.0-1.x86_64.disk1.iso for redhat with 1 packages", Assert.Single(_stack.Type("create pallet mesos/roll-b.xml").Messages),
            StringComparison.Ordinal);
        Assert.EndsWith(
            "there is no directory " + Path.Combine(Source, "roll-c.xml"), _stack.Refused("create", "pallet", "mesos/roll-c.xml"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("roll-mesos.xml", "<roll name='mesos'><info version='1.0' release='prod' arch='x86_64' os='sles'/></roll>", "", "sles")]
    [InlineData("media.1/media", "SUSE - SLE-12-SP3\n", "", "sles")]
    [InlineData("content", "CONTENTSTYLE 11\n", "", "sles")]
    [InlineData(".disk/info", "Ubuntu-Server 24.04.1 LTS \"Noble Numbat\" - Release amd64 (20240827)\n", "", "ubuntu")]
    [InlineData(".disk/info", "Debian GNU/Linux 12.5.0 \"Bookworm\"\n", "", "debian")]
    [InlineData(".treeinfo", "[general]\nfamily = CentOS\n", "", "redhat")]
    [InlineData("media.1/media", "SUSE - SLE-12-SP3\n", " os=redhat", "redhat")]
    public void Its_operating_system_is_what_its_description_or_its_disc_is(string file, string text, string parameters, string os)
    {
        TestMedia.Rpm(Source, "mesos");
        Write(file, text);
        var image = Assert.Single(_stack.Type("create pallet mesos" + parameters).Messages).Split(' ')[1];
        _stack.Type("add pallet " + image);
        Assert.Equal(os, _stack.Type("list pallet").Rows.Single()[4]);
        Assert.True(Directory.Exists(Path.Combine(_stack.Pallets, $"mesos/1.0/{os}/x86_64/RPMS")));
    }

    [Fact]
    public void An_operating_system_that_cannot_be_a_folder_is_refused()
    {
        TestMedia.Rpm(Source, "mesos");
        Assert.Contains("os \"../x\" is not a word", _stack.Refused("create", "pallet", "mesos", "os=../x"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x-1-1.noarch.rpm", "text", "/mesos/x-1-1.noarch.rpm is no package, or not called NAME-VERSION-RELEASE.ARCH.rpm")]
    [InlineData("nodes/n.xml", "<kickstart>\n<pakage/></kickstart>", "/mesos/nodes/n.xml:2:")]
    [InlineData("graph/g.xml", "<graph>", "/mesos/graph/g.xml:1:8: ")]
    [InlineData("graph/g.xml", "<kickstart/>", "/mesos/graph/g.xml: a graph file's outermost element is <graph>, not <kickstart>")]
    [InlineData("readme", "x", "/mesos has neither packages nor nodes/*.xml nor graph/*.xml, so there is nothing to make a pallet of")]
    [InlineData("roll-x.xml", "<roll/>", "/mesos/roll-x.xml is not the description of a pallet")]
    public void What_cannot_be_in_a_pallet_is_named(string file, string text, string sentence)
    {
        Write(file, text);
        Assert.Contains(sentence, _stack.Refused("create", "pallet", "mesos"), StringComparison.Ordinal);
        Assert.Equal("mesos", Assert.Single(Directory.EnumerateFileSystemEntries(_stack.Folder).Select(Path.GetFileName)));
    }

    [Fact]
    public void A_directory_that_is_not_there_is_said() =>
        Assert.EndsWith("there is no directory " + Source, _stack.Refused("create", "pallet", "mesos"), StringComparison.Ordinal);

    private void Write(string file, string text)
    {
        var path = Path.Combine(Source, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
