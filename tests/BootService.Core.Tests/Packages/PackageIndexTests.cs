using System.Text;
using System.Xml;
using BootService.Core.Packages;
using Xunit;

namespace BootService.Core.Tests.Packages;

/// <summary>What can be asked for of a repository, by every name that installers know it by.</summary>
public class PackageIndexTests
{
    private const string Primary = """
        <?xml version="1.0" encoding="UTF-8"?>
        <metadata xmlns="http://linux.duke.edu/metadata/common" xmlns:rpm="http://linux.duke.edu/metadata/rpm" packages="3">
        <package type="rpm"><name>httpd</name><arch>x86_64</arch><version epoch="0" ver="2.4.6" rel="97.el7"/><location href="a.rpm"/>
          <format><rpm:provides><rpm:entry name="webserver"/><rpm:entry name="config(httpd)" flags="EQ" ver="2.4.6"/></rpm:provides>
          <rpm:requires><rpm:entry name="needed-elsewhere"/></rpm:requires><file>/usr/sbin/httpd</file><file type="dir">/etc/httpd</file></format></package>
        <package type="rpm"><name>zsh</name><arch>aarch64</arch><version ver="5.0" rel="1"/><location href="b.rpm"/><format/></package>
        <package type="rpm"><name>zsh</name><arch>src</arch><version ver="5.0" rel="1"/><location href="c.rpm"/><format>
          <rpm:provides><rpm:entry name="of-the-source"/></rpm:provides></format></package>
        </metadata>
        """;

    private const string Comps = """
        <?xml version="1.0"?>
        <!DOCTYPE comps PUBLIC "-//Red Hat, Inc.//DTD Comps info//EN" "comps.dtd">
        <comps><group><id>core</id><name>Core</name><name xml:lang="de">Kern</name><packagelist><packagereq>bash</packagereq></packagelist></group>
        <environment><id>minimal-environment</id><name>Minimal Install</name></environment><langpacks><match name="id" install="x"/></langpacks></comps>
        """;

    private const string Modules = """
        ---
        document: modulemd
        version: 2
        data:
          name: nodejs
          stream: "18"
          dependencies:
          - requires:
              platform: [el8]
        ---
        document: modulemd-defaults
        version: 1
        data:
          module: 'ruby'
          stream: 2.5
        ---
        document: modulemd-obsoletes
        data:
          module: old
          stream: x
        """;

    [Theory]
    [InlineData("httpd", true)]
    [InlineData("httpd.x86_64", true)]
    [InlineData("httpd-2.4.6", true)]
    [InlineData("httpd-2.4.6-97.el7", true)]
    [InlineData("httpd-2.4.6-97.el7.x86_64", true)]
    [InlineData("webserver", true)]
    [InlineData("config(httpd)", true)]
    [InlineData("/usr/sbin/httpd", true)]
    [InlineData("/etc/httpd", true)]
    [InlineData("zsh", true)]
    [InlineData("zsh.src", false)]
    [InlineData("of-the-source", false)]
    [InlineData("needed-elsewhere", false)]
    [InlineData("HTTPD", false)]
    [InlineData("httpd.i686", false)]
    [InlineData("httpd-2.4", false)]
    [InlineData("ht*", true)]
    [InlineData("?sh", true)]
    [InlineData("web*", false)]
    [InlineData("/usr/sbin/other", false)]
    [InlineData("/etc/other", false)]
    [InlineData("/usr/share/doc/x", true)]
    public void A_package_is_known_by_each_of_its_names(string line, bool has) => Assert.Equal(has, Built().Has(line));

    [Theory]
    [InlineData("@core", true)]
    [InlineData("@Core", true)]
    [InlineData("@Kern", true)]
    [InlineData("@core --nodefaults", true)]
    [InlineData("@^minimal-environment", true)]
    [InlineData("@Minimal Install", true)]
    [InlineData("@nodejs", true)]
    [InlineData("@nodejs:18", true)]
    [InlineData("@nodejs:18/common", true)]
    [InlineData("@nodejs:20", false)]
    [InlineData("@ruby:2.5", true)]
    [InlineData("@old", false)]
    [InlineData("@x", false)]
    [InlineData("@bash", false)]
    [InlineData("@^minimal", false)]
    public void A_group_a_module_and_an_environment_are_asked_for_alike(string line, bool has) => Assert.Equal(has, Built().Has(line));

    [Fact]
    public void A_list_of_apt_s_names_packages_and_what_they_provide()
    {
        var builder = new PackageIndexBuilder();
        builder.AddAptPackages(
            Stream("Package: nginx\nVersion: 1.22\nProvides: httpd, httpd-cgi (= 1.0)\n\nPackage: vim\nDescription: an\n Package: hidden\n"));
        var index = builder.Build();
        Assert.Equal(["nginx", "vim"], index.Packages);
        Assert.All(["nginx", "vim", "httpd", "httpd-cgi"], name => Assert.True(index.Has(name), name));
        Assert.False(index.Has("hidden"));
        Assert.False(index.IsEmpty);
    }

    [Theory]
    [InlineData("<metadata><package><name>a</name>")]
    [InlineData("<metadata>&undefined;</metadata>")]
    [InlineData("<!DOCTYPE m [<!ENTITY a \"b\">]><m>&a;</m>")]
    [InlineData("no xml")]
    [InlineData("")]
    public void What_is_no_metadata_is_an_error_and_no_empty_repository(string text)
    {
        var fault = Record.Exception(() => new PackageIndexBuilder().AddPackages(Stream(text)));
        Assert.True(fault is XmlException or InvalidDataException, fault?.GetType().Name ?? "nothing was said");
    }

    [Fact]
    public void A_package_without_a_name_is_none()
    {
        var builder = new PackageIndexBuilder();
        builder.AddPackages(Stream("<metadata><package><location href=\"x\"/></package></metadata>"));
        Assert.True(builder.Build().IsEmpty);
    }

    [Theory]
    [InlineData("httpd", null, true)]
    [InlineData("nginx", null, false)]
    [InlineData("nginx", "other ngin?", true)]
    [InlineData("nginx", "other\tNGINX", false)]
    [InlineData("@gnome", null, false)]
    [InlineData("@gnome", "@g*", true)]
    public void What_no_repository_has_may_come_from_elsewhere_if_that_is_said(string line, string? elsewhere, bool has) =>
        Assert.Equal(has, new PackageOffer([Built()]).Has(line, elsewhere));

    [Fact]
    public void Groups_are_not_judged_where_no_repository_has_any()
    {
        var builder = new PackageIndexBuilder();
        builder.AddPackages(Stream(Primary));
        var bare = builder.Build();
        Assert.True(new PackageOffer([bare]).Has("@anything", null));
        Assert.False(new PackageOffer([bare, Built()]).Has("@anything", null));
        Assert.True(new PackageOffer([]).Has("@anything", null));
        Assert.StartsWith("no enabled pallet or cart has a group \"@x\": correct the name", PackageOffer.WhyNot("@x"), StringComparison.Ordinal);
        Assert.StartsWith("no enabled pallet or cart has a package \"x\": correct the name", PackageOffer.WhyNot("x"), StringComparison.Ordinal);
    }

    /// <summary>The judge is createrepo_c with packages that rpmbuild made: every file and name of them can be asked for.</summary>
    [Fact]
    public void Metadata_of_createrepo_c_are_read_whole()
    {
        var folder = Directory.CreateTempSubdirectory("bootservice-packages-").FullName;
        var spec = Path.Combine(folder, "a.spec");
        File.WriteAllText(spec, """
            Name: a-tool
            Version: 1.2
            Release: 3
            Summary: x
            License: x
            BuildArch: noarch
            Provides: a-word = 7
            %description
            x
            %install
            mkdir -p %{buildroot}/usr/bin %{buildroot}/etc
            touch %{buildroot}/usr/bin/a-program %{buildroot}/etc/a.conf
            %files
            /usr/bin/a-program
            /etc/a.conf
            """);
        Tool.Run("rpmbuild", ["--quiet", "-bb", "--define", $"_topdir {folder}", spec]);
        Tool.Run("createrepo_c", ["--quiet", Path.Combine(folder, "RPMS")]);
        var builder = new PackageIndexBuilder();
        using (var packed = File.OpenRead(Directory.GetFiles(Path.Combine(folder, "RPMS/repodata"), "*primary.xml.gz").Single()))
        {
            using var primary = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionMode.Decompress);
            builder.AddPackages(primary);
        }

        var index = builder.Build();
        Assert.Equal(["a-tool"], index.Packages);
        Assert.All(["a-tool-1.2-3.noarch", "a-word", "/usr/bin/a-program", "/etc/a.conf"], name => Assert.True(index.Has(name), name));
        Directory.Delete(folder, recursive: true);
    }

    private static PackageIndex Built()
    {
        var builder = new PackageIndexBuilder();
        builder.AddPackages(Stream(Primary));
        builder.AddGroups(Stream(Comps));
        builder.AddModules(Stream(Modules));
        return builder.Build();
    }

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));
}
