using BootService.Core.Doctor;
using BootService.Core.Pallets;
using BootService.Core.Sites;
using BootService.Core.Stores;
using Xunit;

namespace BootService.Core.Tests.Sites;

/// <summary>Which files two frontends have not in common, and what is said of it.</summary>
public sealed class SiteFilesTests
{
    private static readonly SiteFile Node = new("site-profiles/default/1.0/nodes/base.xml", 3, "abc");
    private static readonly SiteFile Package = new("carts/tools/RPMS/tool.rpm", 9, "def");

    [Fact]
    public void Digests_go_by_what_is_in_the_files_and_not_by_who_lists_them()
    {
        var one = SiteFiles.Of([Node, Package]);
        Assert.Equal(one.Digest, SiteFiles.Of([Package, Node]).Digest);
        Assert.NotEqual(one.Digest, SiteFiles.Of([Node, Package with { Digest = "0" }]).Digest);
        Assert.Equal(one.ProfileDigest, SiteFiles.Of([Node, Package with { Digest = "0" }]).ProfileDigest);
        Assert.NotEqual(one.ProfileDigest, SiteFiles.Of([Node with { Digest = "0" }, Package]).ProfileDigest);
        Assert.NotEqual(one.ProfileDigest, SiteFiles.Of([Node, Package with { Path = "carts/tools/nodes/tool.xml" }]).ProfileDigest);
    }

    [Fact]
    public void What_is_not_the_same_is_named_once_whoever_has_it()
    {
        var (one, other) = (SiteFiles.Of([Node, Package]), SiteFiles.Of([Node with { Digest = "0" }, Package, Package with { Path = "bootfiles/x" }]));
        Assert.Equal(["bootfiles/x", Node.Path], one.Unlike(other).Select(file => file.Path));
        Assert.Equal(["bootfiles/x", Node.Path], other.Unlike(one).Select(file => file.Path));
        Assert.Empty(one.Unlike(SiteFiles.Of(one.All)));
    }

    [Theory]
    [InlineData("bootfiles/memtest", true)]
    [InlineData("carts/tools/nodes/tool.xml", true)]
    [InlineData("bootfiles", false)]
    [InlineData("bootfiles/", false)]
    [InlineData("bootfiles/../../etc/passwd", false)]
    [InlineData("bootfiles/./x", false)]
    [InlineData("bootfiles//x", false)]
    [InlineData("/bootfiles/x", false)]
    [InlineData("pallets/CentOS/x", false)]
    [InlineData("bootfiles/.hidden", false)]
    [InlineData("site-profiles/default/1.0/nodes/base.xml~", false)]
    [InlineData("bootfiles/a\nb", false)]
    public void A_path_of_another_frontend_leads_nowhere_else(string path, bool isOne) => Assert.Equal(isOne, SiteFiles.IsPath(path));

    [Fact]
    public void The_doctor_tells_apart_what_keeps_installs_from_being_set_up()
    {
        Assert.Equal(Verdict.Fine, Files(("p", "s"), ("p", "s")).Verdict);
        Assert.Equal(Verdict.Note, Files(("p", "s"), ("p", "t")).Verdict);
        Assert.Equal(Verdict.Wrong, Files(("p", "s"), ("q", "t")).Verdict);
        Assert.Empty(SharedFileChecks.Of([Peer("fe1", new FilesTold("p", "s", string.Empty, string.Empty))], []));
    }

    [Fact]
    public void The_doctor_says_where_a_pallet_is_and_why_it_is_not_here()
    {
        var up = new[] { Peer("fe1", new("p", "s", "", "")), Peer("fe2", new("p", "s", "", "")) };
        var key = new PalletKey("A", "1", "redhat", "x86_64");
        Finding Of(string? fault, params PalletShare[] shares) => SharedFileChecks.Of(up, [new PalletView(key, [.. shares], fault)]).Last();

        Assert.Equal((Verdict.Fine, "A 1 x86_64 is at fe1, fe2"), Said(Of(null, new("fe1", 100), new("fe2", 100))));
        Assert.Equal((Verdict.Note, "A 1 x86_64 is on its way: fe2 has 43 %"), Said(Of(null, new("fe1", 100), new("fe2", 43))));
        Assert.Equal((Verdict.Wrong, "no frontend that is up has A 1 x86_64 whole"), Said(Of(null, new PalletShare("fe2", 43))));
        Assert.Equal((Verdict.Wrong, "A 1 x86_64 does not get here: no room"), Said(Of("no room", new PalletShare("fe1", 100))));
    }

    private static (Verdict, string) Said(Finding finding) => (finding.Verdict, finding.Result);

    private static Finding Files((string Profiles, string Site) one, (string Profiles, string Site) other) => Assert.Single(SharedFileChecks.Of(
        [Peer("fe1", new(one.Profiles, one.Site, "", "")), Peer("fe2", new(other.Profiles, other.Site, "", ""))], []));

    private static FrontendPeer Peer(string name, FilesTold files) =>
        new(name, "10.1.1.1", "0.2.0", DateTimeOffset.UnixEpoch, TimeSpan.Zero, name == "fe1") { Files = files };
}
