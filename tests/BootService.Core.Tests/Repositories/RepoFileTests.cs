using BootService.Core.Repositories;
using Xunit;

namespace BootService.Core.Tests.Repositories;

/// <summary>Files of repositories as yum and dnf read them.</summary>
public class RepoFileTests
{
    [Theory]
    [InlineData("http://h/$releasever/$basearch/", "http://h/10.1/x86_64/")]
    [InlineData("http://h/${releasever_major}/${releasever_minor}/", "http://h/10/1/")]
    [InlineData("http://h/10${releasever_minor:+.$releasever_minor}/", "http://h/10.1/")]
    [InlineData("http://h/${contentdir:-centos}/${releasever:-9}/", "http://h/centos/10.1/")]
    [InlineData("http://h/${contentdir:+there/}x", "http://h/x")]
    [InlineData("http://h/${a:-${b:-${releasever_major}}}/", "http://h/10/")]
    [InlineData("http://h/$contentdir/$basearch", "http://h/$contentdir/x86_64")]
    public void Variables_are_filled_in_as_dnf_does(string written, string meant) => Assert.Equal(meant, new RepoVariables("x86_64", "10.1").Fill(written));

    [Theory]
    [InlineData("10", "http://h/10/")]
    [InlineData("10.1", "http://h/10.1/")]
    public void A_release_without_a_minor_number_has_none(string release, string meant) =>
        Assert.Equal(meant, new RepoVariables("x86_64", release).Fill("http://h/${releasever_major}${releasever_minor:+.$releasever_minor}/"));

    [Fact]
    public void Variables_nobody_knows_are_named_where_they_would_be_asked_for()
    {
        var repository = Read("[x]\nbaseurl=http://h/$contentdir/${rltype}/$releasever\nmirrorlist=http://h/$other\n");
        Assert.Equal(["contentdir", "rltype", "releasever"], repository.UnknownVariables);
        Assert.Equal(["other"], Read("[x]\nmirrorlist=http://h/$other\ngpgkey=file:///$unused\n").UnknownVariables);
    }

    [Fact]
    public void A_colon_tells_a_key_from_its_value_as_for_yum()
    {
        var repository = Read("[x]\nbaseurl: http://h/a/\nhttp://h/b/\ngpgcheck: 1\ngpgkey:https://h/key?a=b\n");
        Assert.Equal(["http://h/a/", "http://h/b/"], repository.BaseUrls);
        Assert.True(repository.ChecksPackages);
        Assert.Equal(["https://h/key?a=b"], repository.Keys);
    }

    [Fact]
    public void Everything_about_trust_is_read()
    {
        var repository = Read(
            """
            [x]
            baseurl=https://h/
            gpgcheck=1
            repo_gpgcheck = yes
            gpgkey=file:///etc/a
              https://h/b
            sslverify=0
            sslcacert=/ca
            sslclientcert=/cert
            sslclientkey=/key
            proxy_username=p
            """);
        Assert.True(
            repository is
            {
                ChecksPackages: true, ChecksIndex: true, ChecksServer: false, Authorities: "/ca", ClientCertificate: "/cert", ClientKey: "/key",
                ProxyUserName: "p"
            });
        Assert.Equal(["file:///etc/a", "https://h/b"], repository.Keys);
        Assert.Empty(repository.Unkept);
        Assert.Equal(["gpgcheck=perhaps", "sslverifystatus=1"], Read("[x]\ngpgcheck=perhaps\nsslverifystatus=1\n").Unkept);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("excludepkgs=mes*", false)]
    [InlineData("exclude=other, mesos", false)]
    [InlineData("excludepkgs=mesos.x86_64", true)]
    [InlineData("excludepkgs=mesos-0.21.0", true)]
    [InlineData("excludepkgs=mesos-0.21.1-?.noarch", false)]
    [InlineData("excludepkgs=mesos-1:0.21.1-1", false)]
    [InlineData("includepkgs=chronos", false)]
    [InlineData("includepkgs=chronos\n  mesos*", true)]
    [InlineData("includepkgs=mesos\nexcludepkgs=mesos", false)]
    public void Packages_are_wanted_and_left_out_by_patterns_as_dnf_does(string lines, bool isWanted) => Assert.Equal(
        isWanted, Read($"[x]\nbaseurl=http://h/\n{lines}\n").Packages.Wants(new RpmPackage("mesos", "noarch", new RpmVersion(1, "0.21.1", "1"), "mesos.rpm")));

    [Fact]
    public void A_pattern_that_is_not_understood_is_not_passed_over() =>
        Assert.Equal(["excludepkgs=mesos[0-9]"], Read("[x]\nbaseurl=http://h/\nexcludepkgs=mesos[0-9]\n").Unkept);

    private static RepoFile Read(string text) => Assert.Single(RepoFile.Parse(new StringReader(text), "x86_64", null));
}
