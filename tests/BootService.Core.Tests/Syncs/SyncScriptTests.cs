using System.Diagnostics;
using BootService.Core.Firewalls;
using BootService.Core.Installers;
using BootService.Core.Networks;
using BootService.Core.Profiles;
using BootService.Core.Syncs;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Core.Tests.Syncs;

/// <summary>The scripts run by a real shell, with folders of their own in the place of /etc and /run.</summary>
public sealed class SyncScriptTests : IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(3);

    private readonly string _folder = Directory.CreateTempSubdirectory("bootservice-sync-").FullName;

    public SyncScriptTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "etc/conf"));
        Directory.CreateDirectory(Path.Combine(_folder, "run"));
        File.WriteAllText(Etc("hosts"), "old\n");
        File.WriteAllText(Etc("conf/a"), "old a\n");
        File.WriteAllText(Etc("conf/b"), "old b\n");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_dry_run_shows_the_difference_and_changes_nothing()
    {
        var (exit, output) = Run(SyncScript.Of(Hosts("new"), isDry: true));
        Assert.Equal((0, "diff -ruN old/etc/hosts new/etc/hosts\n--- old/etc/hosts\n+++ new/etc/hosts\n@@ -1 +1 @@\n-old\n+new\n"), (exit, output));
        Assert.Equal("old\n", File.ReadAllText(Etc("hosts")));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_folder, "run")));
    }

    [Fact]
    public void What_is_wanted_is_there_and_a_second_run_has_nothing_to_do()
    {
        Assert.Equal(0, Run(SyncScript.Of(Hosts("new"), isDry: false)).Exit);
        Assert.Equal("new\n", File.ReadAllText(Etc("hosts")));
        Assert.Equal((0, "nothing to change\n"), Run(SyncScript.Of(Hosts("new"), isDry: false)));
    }

    [Fact]
    public void What_does_not_come_into_effect_is_taken_back()
    {
        var (exit, output) = Run(SyncScript.Of(Hosts("new") with { Activate = "grep -q old /etc/hosts" }, isDry: false));
        Assert.Equal(1, exit);
        Assert.Contains("what was there is back", output, StringComparison.Ordinal);
        Assert.Equal("old\n", File.ReadAllText(Etc("hosts")));
    }

    [Fact]
    public void Who_is_reached_again_keeps_what_was_changed()
    {
        var (exit, output) = Run(SyncScript.Of(Folder("touch /etc/activated"), isDry: false, Short), Confirmed);
        Assert.Equal((0, 0), (exit, Directory.GetFileSystemEntries(Path.Combine(_folder, "run")).Length));
        Assert.Contains("-old a", output, StringComparison.Ordinal);
        Assert.Equal(["a", "c"], Directory.GetFiles(Etc("conf")).Select(Path.GetFileName).Order());
        Assert.True(File.Exists(Etc("activated")));
    }

    /// <summary>A connection that is older than the change may see it in effect and be dead already.</summary>
    [Fact]
    public void Who_was_asked_only_once_goes_back_by_himself()
    {
        Run(
            SyncScript.Of(Folder("true"), isDry: false, Short),
            $"(\n{SyncScript.Confirm})\n[ $? = {SyncScript.AskAgain} ] || exit 9\nwhile [ ! -e /run/stack-sync/active ]; do sleep 0.1; done\n"
                + $"(\n{SyncScript.Confirm})\n[ $? = {SyncScript.AskAgain} ] || exit 9\nwhile [ ! -e /run/stack-sync/back ]; do sleep 0.1; done");
        Assert.Equal("old a\n", File.ReadAllText(Etc("conf/a")));
    }

    [Fact]
    public void Who_is_not_reached_again_goes_back_by_himself()
    {
        Run(SyncScript.Of(Folder("echo x >> /etc/activated"), isDry: false, Short), "while [ ! -e /run/stack-sync/back ]; do sleep 0.1; done");
        Assert.Equal(["a", "b"], Directory.GetFiles(Etc("conf")).Select(Path.GetFileName).Order());
        Assert.Equal("old a\n", File.ReadAllText(Etc("conf/a")));
        Assert.Equal("x\nx\n", File.ReadAllText(Etc("activated"))); // the old one came into effect again
    }

    [Fact]
    public void What_a_guard_could_not_bring_into_effect_is_told_to_who_asks()
    {
        var (exit, output) = Run(SyncScript.Of(Folder("[ ! -e /etc/conf/c ] || { echo no such card; false; }"), isDry: false, Short), Confirmed);
        Assert.Equal(1, exit);
        Assert.Contains("no such card", output, StringComparison.Ordinal);
        Assert.Equal("old a\n", File.ReadAllText(Etc("conf/a")));
    }

    [Fact]
    public void Two_at_a_time_are_refused()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "run/stack-sync"));
        var (exit, output) = Run(SyncScript.Of(Hosts("new"), isDry: false));
        Assert.Equal(1, exit);
        Assert.Contains("another sync is under way", output, StringComparison.Ordinal);
        Assert.Equal("old\n", File.ReadAllText(Etc("hosts")));
    }

    [Theory]
    [InlineData(AnacondaGeneration.El8, "/etc/sysconfig/network-scripts", "ifcfg-")]
    [InlineData(AnacondaGeneration.El9, "/etc/NetworkManager/system-connections", "bond0.nmconnection")]
    public void The_network_s_files_are_written_below_the_folder_for_copies(AnacondaGeneration generation, string folder, string file)
    {
        var link = new NodeLink("bond0", new LinkKind.Bond("mode=1")) { Addresses = [new NodeAddress(Ipv4.Parse("10.1.0.9"), 16)] };
        var sync = NodeSync.Of(SyncPart.Network, Request(generation) with { Network = new NodeNetwork([link], []) }, NodeFirewall.None);
        Directory.CreateDirectory(Path.Combine(_folder, folder[1..]));
        var (exit, output) = Run(SyncScript.Of(sync, isDry: true));
        Assert.Equal(0, exit);
        Assert.Contains($"+++ new{folder}/{file}", output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder, folder[1..])));
    }

    [Fact]
    public void What_there_is_nothing_to_bring_of_is_said()
    {
        var one = Assert.Throws<RefusedException>(() => NodeSync.Of(SyncPart.Network, Request(AnacondaGeneration.El9), NodeFirewall.None));
        Assert.Contains("no card but the one that it boots from, which gets its address by DHCP", one.Message, StringComparison.Ordinal);
        Assert.Throws<RefusedException>(() => NodeSync.Of(SyncPart.Firewall, Request(AnacondaGeneration.El9), NodeFirewall.None));
        Assert.Throws<RefusedException>(() => NodeSync.Of(SyncPart.Time, Request(AnacondaGeneration.El9), NodeFirewall.None));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_is_written_into_so_that_links_owners_and_modes_stay(bool isWhole)
    {
        var link = isWhole ? Etc("conf/hosts.real") : "conf/hosts.real";
        File.WriteAllText(Etc("conf/hosts.real"), "old\n");
        File.SetUnixFileMode(Etc("conf/hosts.real"), UnixFileMode.UserRead | UnixFileMode.GroupRead);
        File.Delete(Etc("hosts"));
        File.CreateSymbolicLink(Etc("hosts"), link);
        Assert.Equal(0, Run(SyncScript.Of(Hosts("new"), isDry: true)).Exit);
        Assert.Equal("old\n", File.ReadAllText(Etc("conf/hosts.real")));
        Assert.Equal(0, Run(SyncScript.Of(Hosts("new"), isDry: false)).Exit);
        Assert.Equal(link, new FileInfo(Etc("hosts")).LinkTarget);
        Assert.Equal("new\n", File.ReadAllText(Etc("conf/hosts.real")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.GroupRead, File.GetUnixFileMode(Etc("conf/hosts.real")));
    }

    [Fact]
    public void A_file_that_was_not_there_goes_again_when_it_does_not_come_into_effect()
    {
        File.Delete(Etc("hosts"));
        Assert.Equal(1, Run(SyncScript.Of(Hosts("new") with { Activate = "false" }, isDry: false)).Exit);
        Assert.False(File.Exists(Etc("hosts")));
    }

    [Fact]
    public void What_cannot_be_written_changes_nothing_and_is_a_failure()
    {
        var (exit, output) = Run(SyncScript.Of(Hosts("new") with { Write = "echo new > \"$new\"/no/such/folder\n" }, isDry: false));
        Assert.NotEqual(0, exit);
        Assert.Contains("could not be written", output, StringComparison.Ordinal);
        Assert.Equal("old\n", File.ReadAllText(Etc("hosts")));
    }

    public static TheoryData<Installer, string, string, string> TimeFiles => new()
    {
        { new Installer.Anaconda(AnacondaGeneration.El6), "/etc/ntp.conf", "+restrict default nomodify notrap nopeer noquery", "service ntpd restart" },
        { new Installer.Anaconda(AnacondaGeneration.El9), "/etc/chrony.conf", "+makestep 1.0 3", "systemctl restart chronyd" },
        { new Installer.Debian(13, "trixie"), "/etc/chrony/chrony.conf", "+rtcsync", "systemctl restart chrony" },
    };

    [Theory]
    [MemberData(nameof(TimeFiles))]
    public void Each_time_server_is_a_line_of_the_file_that_the_system_reads(Installer installer, string file, string other, string activate)
    {
        var request = Request(AnacondaGeneration.El9) with
        {
            Installer = installer,
            Attributes = name => name is "Kickstart_PrivateNTPHost" ? "10.1.1.1, ntp.example" : null,
        };
        var sync = NodeSync.Of(SyncPart.Time, request, NodeFirewall.None);
        Assert.Equal([file], sync.Targets);
        Assert.Equal((activate, false), (sync.Activate, sync.CanCutOff));
        var (exit, output) = Run(SyncScript.Of(sync, isDry: true));
        Assert.Equal(0, exit);
        Assert.Contains($"+++ new{file}\n", output, StringComparison.Ordinal);
        Assert.Contains("+server 10.1.1.1 iburst\n+server ntp.example iburst\n", output, StringComparison.Ordinal);
        Assert.Contains(other, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AnacondaGeneration.El6, "/etc/sysconfig/iptables", "-A INPUT -p tcp --dport 80 -j ACCEPT")]
    [InlineData(AnacondaGeneration.El7, "/etc/sysconfig/iptables", "-A INPUT -p tcp --dport 80 -j ACCEPT")]
    [InlineData(AnacondaGeneration.El8, "/etc/sysconfig/nftables.conf", "tcp dport { 80 } accept")]
    public void A_firewall_is_the_file_of_its_release_and_a_second_time_there_is_nothing_to_do(AnacondaGeneration generation, string file, string line)
    {
        var rules = new NodeFirewall([new PlacedRule(FirewallRule.Of("web", "INPUT", "ACCEPT", "tcp", "80", "", "", "", ""), [])], [Ipv4.Parse("10.1.1.1")]);
        var sync = NodeSync.Of(SyncPart.Firewall, Request(generation), rules);
        Assert.True(sync.CanCutOff);
        Directory.CreateDirectory(Path.GetDirectoryName(_folder + file)!);
        var (_, output) = Run(SyncScript.Of(sync with { Activate = ":", CanCutOff = false }, isDry: false));
        Assert.Contains(line, output, StringComparison.Ordinal);
        Assert.Contains(line, File.ReadAllText(_folder + file), StringComparison.Ordinal);
        Assert.Equal((0, "nothing to change\n"), Run(SyncScript.Of(sync, isDry: false)));
    }

    [Fact]
    public void Names_of_peers_are_the_file_whole_with_the_machine_s_own_name_for_itself()
    {
        var sync = NodeSync.Of(SyncPart.Hosts, Request(AnacondaGeneration.El9) with { HostsFile = "10.1.1.1\tfrontend\n10.1.0.9\tn.x n\n" }, NodeFirewall.None);
        Run(SyncScript.Of(sync, isDry: false));
        Assert.Equal(
            "127.0.0.1\tlocalhost localhost.localdomain\n::1\tlocalhost localhost.localdomain\n10.1.1.1\tfrontend\n10.1.0.9\tn.x n\n",
                File.ReadAllText(Etc("hosts")));
    }

    [Fact]
    public void A_changed_network_is_not_carried_to_a_system_that_keeps_it_otherwise()
    {
        var why = Assert.Throws<RefusedException>(() => NodeSync.Of(
            SyncPart.Network, Request(AnacondaGeneration.El9) with { Installer = new Installer.Debian(13, "trixie"), System = "debian", Release = "13" },
            NodeFirewall.None));
        Assert.Equal("host backend-0-0 runs debian 13, to which a changed network is not carried: install it again", why.Message);
    }

    private static ProfileRequest Request(AnacondaGeneration generation) => new()
    {
        Host = "backend-0-0",
        Root = "backend",
        Attributes = _ => null,
        Release = "9.4",
        Installer = new Installer.Anaconda(generation),
        Frontend = "10.1.1.1",
    };

    private static NodeSync Hosts(string line) => new(["/etc/hosts"], $"echo {line} > \"$new\"/etc/hosts\n", ":", CanCutOff: false);

    private static NodeSync Folder(string activate) =>
        new(["/etc/conf"], "echo new a > \"$new\"/etc/conf/a; rm \"$new\"/etc/conf/b; echo c > \"$new\"/etc/conf/c\n", activate, CanCutOff: true);

    /// <summary>As often as it wants to be run.</summary>
    private static string Confirmed =>
        $"while :; do\n(\n{SyncScript.Confirm})\ncode=$?\n[ $code = {SyncScript.AskAgain} ] || exit $code\nsleep 0.1\ndone\n";

    private string Etc(string name) => Path.Combine(_folder, "etc", name);

    private (int Exit, string Output) Run(params string[] scripts)
    {
        var (exit, output) = (0, "");
        foreach (var script in scripts)
        {
            var start = new ProcessStartInfo("unshare", ["-m", "sh", "-c", $"mount --bind {_folder}/etc /etc && mount --bind {_folder}/run /run && exec sh -s"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            };
            using var shell = Process.Start(start)!;
            var complaints = shell.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            shell.StandardInput.Write(script);
            shell.StandardInput.Close();
            output += shell.StandardOutput.ReadToEnd();
            output += complaints.GetAwaiter().GetResult();
            shell.WaitForExit();
            exit = shell.ExitCode;
        }

        return (exit, output);
    }
}
