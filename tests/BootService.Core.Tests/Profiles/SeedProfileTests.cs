using System.Diagnostics;
using BootService.Core.Installers;
using BootService.Core.Pallets;
using BootService.Core.Profiles;
using BootService.Core.Repositories;
using Xunit;

namespace BootService.Core.Tests.Profiles;

/// <summary>The page's own node file on top of what we ship.</summary>
public class SeedProfileTests
{
    internal static readonly ProfileTemplates Templates = ProfileTemplates.Compile(
        [Workshop.Library("site-profiles", ("extend-base", Workshop.SeedExtendBase)), Workshop.BootFiles()]);

    private static readonly ProfileTemplates ImageTemplates = ProfileTemplates.Compile(
        [Workshop.Library("site-profiles", ("extend-base", Workshop.SeedExtendBase.Replace("<package", "<package os=\"redhat\"", StringComparison.Ordinal))),
            Workshop.BootFiles()]);

    [Theory]
    [InlineData("6.6", "master")]
    [InlineData("6.6", "slave")]
    [InlineData("7.9.2009", "master")]
    [InlineData("8.10", "slave")]
    [InlineData("9.6", "slave")]
    [InlineData("10.0", "slave")]
    public void Its_kickstart_is_whole(string release, string role) =>
        Golden.Matches(Workshop.Kickstart(Templates.Render(Request(release, role))), $"seed/{role}-{release}.ks");

    [Theory]
    [InlineData("Fedora", "42")]
    [InlineData("openEuler", "24.03-LTS")]
    public void Relatives_read_it_as_the_release_whose_installer_they_have(string os, string release)
    {
        var request = Request("9.6", "master") with { Release = release, Installer = Installer.Of(new PalletKey(os, release, "redhat", "x86_64"))! };
        Golden.Matches(Workshop.Kickstart(Templates.Render(request)), $"seed/master-{os}-{release}.ks");
    }

    [Theory]
    [InlineData("13", "master")]
    [InlineData("13", "slave")]
    [InlineData("12", "slave")]
    public void Debian_gets_it_as_answers_and_scripts(string release, string role) =>
        Golden.Matches(Workshop.Kickstart(Templates.Render(DebianRequest(release, role))), $"seed/{role}-debian-{release}.answers");

    [Theory]
    [InlineData("24.04.1", "master")]
    [InlineData("22.04", "slave")]
    [InlineData("26.04", "slave")]
    public void Ubuntu_gets_it_as_autoinstall_data_and_scripts(string release, string role) =>
        Golden.Matches(Workshop.Kickstart(Templates.Render(UbuntuRequest(release, role))), $"seed/{role}-ubuntu-{release}.answers");

    /// <summary>An image takes no packages: the page's file is for the others, and the rest of the profile is as everywhere.</summary>
    [Theory]
    [InlineData("Fedora-CoreOS", "41.20241109.3.0", "master")]
    [InlineData("Fedora-CoreOS", "41.20241109.3.0", "slave")]
    [InlineData("Flatcar", "4081.2.0", "slave")]
    public void Image_systems_get_it_as_Ignition(string name, string release, string role) =>
        Golden.Matches(Workshop.Kickstart(ImageTemplates.Render(IgnitionRequest(name, release, role))), $"seed/{role}-{name}-{release}.answers");

    [Fact]
    public void The_pages_packages_are_refused_on_an_image_by_name() =>
        Assert.Contains(
            Workshop.Faults(Templates.Render(IgnitionRequest("Flatcar", "4081.2.0", "master"))),
            fault => fault.Sentence == "Flatcar is an image and takes no packages, and the profile asks for marathon (and 2 more): give the element "
                + "os=\"redhat\", or run it as a container");

    [Fact]
    public void Debians_answers_and_scripts_are_read_by_its_own_tools()
    {
        var profile = Assert.IsType<ProfileAnswer.Rendered>(Templates.Render(DebianRequest("13", "master"))).Profile;
        foreach (var file in profile.ToAnswers())
        {
            var path = Path.GetTempFileName();
            File.WriteAllText(path, file.Text);
            foreach (var (program, arguments) in file.Name == AnswerNames.Preseed
                ? ((string, string[])[])[("debconf-set-selections", ["-c", path])]
                : [("dash", ["-n", path]), ("busybox", ["sh", "-n", path])])
            {
                using var check = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
                var errors = check.StandardError.ReadToEnd();
                check.WaitForExit();
                Assert.True(check.ExitCode == 0 && !errors.Contains("error", StringComparison.Ordinal), $"{file.Name}: {errors}");
            }

            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("Fedora", "39")]
    [InlineData("openEuler", "26.03")]
    [InlineData("CentOS", "5.11")]
    [InlineData("Rocky", "11.0")]
    public void Nobody_writes_for_an_installer_that_is_not_known(string os, string release) =>
        Assert.Null(Installer.Of(new PalletKey(os, release, "redhat", "x86_64")));

    [Fact]
    public void Its_profile_ends_as_the_page_shows()
    {
        var rendered = Assert.IsType<ProfileAnswer.Rendered>(Templates.Render(Request("6.6", "master")));
        var text = rendered.Profile.ToWrappedProfile();
        Golden.Matches(text, "seed/master-6.6.profile");
        Assert.EndsWith(
            "cat >> /etc/sysconfig/stack-post << '__EOF__'\n\nrm -f /tmp/ks-script*\n\n__EOF__\n\n]]>\n</section>\n</profile>\n",
            text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Its_file_is_the_last_to_be_read()
    {
        var rendered = Assert.IsType<ProfileAnswer.Rendered>(Templates.Render(Request("6.6", "slave")));
        Assert.Equal("nodes/extend-base.xml", rendered.Profile.Sources.Last());
    }

    [Fact]
    public void Packages_follow_the_role()
    {
        var master = Assert.IsType<ProfileAnswer.Rendered>(Templates.Render(Request("6.6", "master"))).Profile.Packages;
        var slave = Assert.IsType<ProfileAnswer.Rendered>(Templates.Render(Request("6.6", "slave"))).Profile.Packages;
        Assert.Equal(["marathon", "zookeeper-server"], master.Except(slave));
        Assert.Contains("mesos", slave);
    }

    [Fact]
    public void The_files_it_promises_come_out_to_the_byte()
    {
        using var root = new ShellRoot();
        root.RunLastPosts(Workshop.Kickstart(Templates.Render(Request("6.6", "master"))), 2);
        Assert.Equal("10.1.255.254\n", root.Read("etc/mesos-master/ip"));
        Assert.Equal("MesosCluster\n", root.Read("etc/mesos-master/cluster"));
        Assert.Equal("zk://10.1.255.254:2181/mesos\n", root.Read("etc/mesos/zk"));
        Assert.False(root.Has("etc/mesos-slave/ip"));

        using var slave = new ShellRoot();
        slave.RunLastPosts(Workshop.Kickstart(Templates.Render(Request("6.6", "slave"))), 2);
        Assert.Equal("10.1.255.253\n", slave.Read("etc/mesos-slave/ip"));
        Assert.False(slave.Has("etc/mesos-master/ip"));
    }

    [Fact]
    public void Every_script_is_good_shell()
    {
        foreach (var (release, role) in (ReadOnlySpan<(string, string)>)[("6.6", "master"), ("9.6", "slave")])
        {
            foreach (var script in ShellRoot.Scripts(Workshop.Kickstart(Templates.Render(Request(release, role)))))
            {
                foreach (var shell in (ReadOnlySpan<string>)["bash", "dash"])
                {
                    var start = new ProcessStartInfo(shell, ["-n", "-c", script]) { RedirectStandardError = true, UseShellExecute = false };
                    using var check = Process.Start(start)!;
                    var errors = check.StandardError.ReadToEnd();
                    check.WaitForExit();
                    Assert.True(check.ExitCode == 0, $"{errors}\n{script}");
                }
            }
        }
    }

    internal static ProfileRequest DebianRequest(string release, string role)
    {
        var installer = Assert.IsType<Installer.Debian>(Installer.Of(new PalletKey("Debian", release, "debian", "x86_64")));
        return Request("9.6", role) with
        {
            System = "debian",
            Release = release,
            Installer = installer,
            Repositories =
            [
                new ProfileRepository($"Debian-{release}", $"http://10.1.1.1/install/pallets/Debian/{release}/debian/x86_64", IsInstallSource: true)
                {
                    Suites = [new AptSuite(installer.Suite, installer.Suite, release, ["main"], ["amd64"]) { HasInstaller = true, IsSigned = release is "12" }],
                },
                new ProfileRepository("tools-1.0", "http://10.1.1.1/install/pallets/tools/1.0/debian/x86_64", IsInstallSource: false)
                {
                    Suites = [new AptSuite("stable", "", "", ["main", "extra"], ["amd64", "all"])],
                },
            ],
        };
    }

    internal static ProfileRequest IgnitionRequest(string name, string release, string role) => Request("9.6", role) with
    {
        System = "coreos",
        Release = release,
        Installer = Assert.IsType<Installer.Ignition>(Installer.Of(new PalletKey(name, release, "coreos", "x86_64"))),
        Repositories =
            [new ProfileRepository(
                $"{name}-{release}", $"http://10.1.1.1/install/pallets/{name}/{release}/coreos/x86_64", IsInstallSource: true) { Folders = [] }],
    };

    internal static ProfileRequest UbuntuRequest(string release, string role)
    {
        var installer = Assert.IsType<Installer.Ubuntu>(Installer.Of(new PalletKey("Ubuntu", release, "ubuntu", "x86_64")));
        return Request("9.6", role) with
        {
            System = "ubuntu",
            Release = release,
            Installer = installer,
            Repositories =
            [
                new ProfileRepository($"Ubuntu-{release}", $"http://10.1.1.1/install/pallets/Ubuntu/{release}/ubuntu/x86_64", IsInstallSource: true)
                {
                    Suites = [new AptSuite(installer.Suite, installer.Suite, release, ["main", "restricted"], ["amd64"]) { IsSigned = true }],
                },
            ],
        };
    }

    internal static ProfileRequest Request(string release, string role)
    {
        var master = role is "master";
        var request = Workshop.Request(
            release,
            ("hostname", master ? "backend-0-0" : "backend-0-1"),
            ("hostaddr", master ? "10.1.255.254" : "10.1.255.253"),
            ("is_mesos_master", master ? "true" : "false"),
            ("is_mesos_slave", master ? "false" : "true"),
            ("zookeeper_ip", "10.1.255.254"),
            ("mesos_cluster_name", "MesosCluster"),
            ("console", "ttyS0,115200"),
            ("ssh.public_key", "ssh-ed25519 AAAA root@frontend"),
            ("Kickstart_PrivateNTPHost", "10.1.1.1"),
            ("Kickstart_PrivateRootPassword", "$6$salt$hash/with.dots"));
        return request with
        {
            Host = master ? "backend-0-0" : "backend-0-1",
            Repositories =
            [
                new ProfileRepository("CentOS", $"http://10.1.1.1/install/pallets/CentOS/{release}/redhat/x86_64", IsInstallSource: true),
                new ProfileRepository("mesosphere", "http://10.1.1.1/install/pallets/mesosphere/1.0-0/redhat/x86_64", IsInstallSource: false),
            ],
            HostsFile = "10.1.1.1\tfrontend\n10.1.255.254\tbackend-0-0\n10.1.255.253\tbackend-0-1\n",
            Reports = new ReportUrls("http://10.1.1.1", "5ec2e7"),
        };
    }
}
