using BootService.Core.Firewalls;
using BootService.Core.Installers;
using BootService.Core.Networks;
using BootService.Core.Profiles;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Core.Tests.Profiles.Debian;

/// <summary>
/// The last script of a Debian install, run whole by a real Debian in the place of the new system: users, keys, scripts and files are what was asked for.
/// </summary>
public sealed class DebianLateTests : IDisposable
{
    private const string Sections = """
        <main>
        <group>--name=ops --gid=4300</group>
        <keyboard>--vckeymap=us --xlayouts='us','ru (phonetic)'</keyboard>
        <user>--name=eve --gecos="Eve O'Neil" --uid=4242 --gid 4301 --groups wheel,ops --shell=/bin/sh --homedir=/home/e --iscrypted --password $6$a$hash</user>
        <user>--name=bob --groups=devel --lock --iscrypted --password=$6$x</user>
        <sshkey>--username eve "ssh-ed25519 AAAA eve's key"</sshkey>
        <sshkey>--username=root "ssh-ed25519 BBBB root"</sshkey>
        <services>--enabled=cron --disabled=rpcbind</services>
        </main>
        <package>vim</package><package>c++filt</package><package disable="1">nano</package><package>@core</package>
        <post>
        echo "first $(id -un) in $PWD" > /etc/first
        </post>
        <post>
        echo before; false_command_that_is_not_there
        </post>
        <post interpreter="/usr/bin/perl">
        open(my $out, '>', '/etc/second'); print $out "perl\n";
        </post>
        <post chroot="false">
        echo outside > /mnt/sysimage/etc/third
        </post>
        <post>
        cat > /etc/quoted &lt;&lt;'END'
        $HOME `id` \\ "
        STACK_EOF
        %include of another program's
        END
        </post>
        """;

    private readonly NewSystem _system = new();

    public void Dispose() => _system.Dispose();

    [Fact]
    public void Users_are_made_with_all_that_was_said_of_them()
    {
        var told = After(Sections,
            "getent passwd eve bob; getent group sudo ops devel eve; cat /etc/default/keyboard;"
            + " getent shadow eve bob | cut -d: -f1,2; stat -c \"%a %U\" /home/e/.ssh/authorized_keys;"
            + " cat /home/e/.ssh/authorized_keys /root/.ssh/authorized_keys");
        Assert.Contains("eve:x:4242:4301:", told, StringComparison.Ordinal);
        Assert.Matches(@"\neve:x:4301:\n", told);
        Assert.Contains(
            "XKBMODEL=\"pc105\"\nXKBLAYOUT=\"us,ru\"\nXKBVARIANT=\",phonetic\"\nXKBOPTIONS=\"grp:alt_shift_toggle\"\n", told, StringComparison.Ordinal);
        Assert.Contains(":Eve O'Neil:/home/e:/bin/sh\n", told, StringComparison.Ordinal);
        Assert.Contains(":/home/bob:/bin/bash\n", told, StringComparison.Ordinal);
        Assert.Matches(@"sudo:x:\d+:eve\n", told);
        Assert.Contains("ops:x:4300:eve\n", told, StringComparison.Ordinal);
        Assert.Matches(@"devel:x:\d+:bob\n", told);
        Assert.Contains("eve:$6$a$hash\n", told, StringComparison.Ordinal);
        Assert.Contains("bob:!\n", told, StringComparison.Ordinal);
        Assert.Contains("600 eve\nssh-ed25519 AAAA eve's key\nssh-ed25519 BBBB root\n", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Packages_are_asked_for_and_taken_away_and_services_switched() =>
        Assert.Equal(
            "apt-get -q update\napt-get -q -y install c++filt vim\ndpkg-query -W -f ${db:Status-Status}  nano\n"
                + "apt-get -q -y purge nano\nsystemctl enable cron\nsystemctl disable rpcbind\n",
            After(Sections, "grep -v -e curl -e stack-up /tmp/told"));

    /// <summary>What scripts say is for nobody but root.</summary>
    [Fact]
    public void The_logs_of_scripts_are_root_s_alone() =>
        Assert.Equal("600\n600\n600\n", After(Sections, "cd /var/log; stat -c %a stack-install.log stack-install.failed stack-install.failed.log"));

    [Fact]
    public void Scripts_run_in_their_order_and_place_and_a_failed_one_is_written_down_and_stops_nothing()
    {
        var told = After(Sections,
            "cat /etc/first /etc/second /etc/third /etc/quoted /var/log/stack-install.failed; "
                + "ls -a /root/.stack-install 2>&1; cat /etc/apt/sources.list.d/stack.list");
        Assert.StartsWith("first root in ", told, StringComparison.Ordinal);
        Assert.Contains("perl\noutside\n$HOME `id` \\\\ \"\nSTACK_EOF\n%include of another program's\n", told, StringComparison.Ordinal);
        Assert.Matches(@"\nbackend:\d+:127\n", told);
        Assert.Contains("No such file or directory", told, StringComparison.Ordinal);
        Assert.Contains("deb [trusted=yes] http://10.1.1.1/install/pallets/Debian/13/debian/x86_64 trixie main\n", told, StringComparison.Ordinal);
    }

    [Fact]
    public void The_frontend_hears_of_it_in_order_and_last_that_it_is_done()
    {
        var told = After(Sections, "grep -o install/.* /tmp/told").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("install/stage/5ec2e7/post", told[0]);
        Assert.Matches(@"\Ainstall/stage/5ec2e7/post-failed\?what=backend:\d+:127,\z", told[1]);
        Assert.Equal("install/done/5ec2e7", told[2]);
    }

    [Theory]
    [InlineData("apt-get", "apt-get update failed")]
    [InlineData("useradd", "settings of the profile failed")]
    public void What_cannot_be_done_ends_the_install_with_its_reason(string program, string why)
    {
        var (exit, output) = _system.Run(Script(Sections), "cat /tmp/reported", program);
        Assert.Equal(1, exit);
        Assert.Contains(why.Replace(' ', '+'), output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fatal_script_ends_the_install_where_it_stands()
    {
        const string Fatal = "<post erroronfail=\"true\">\nexit 3\n</post><post>\ntouch /etc/after\n</post>";
        var (exit, output) = _system.Run(Script(Fatal), "cat /tmp/reported; ls /etc/after", broken: null);
        Assert.Equal(1, exit);
        Assert.Contains("/install/failed/5ec2e7?why=backend:", output, StringComparison.Ordinal);
        Assert.Contains("cannot access '/etc/after'", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_network_and_the_firewall_of_the_host_are_its_files()
    {
        var link = new NodeLink("eth0", new LinkKind.Ethernet())
        {
            Mac = Cluster.Mac(0),
            Addresses = [new NodeAddress(Ipv4.Parse("10.1.0.9"), 16)],
            IsDefault = true
        };
        var rule = FirewallRule.Of("web", "INPUT", "ACCEPT", "tcp", "80", "", "", "", "it's");
        var request = Script("", request => request with
        {
            Network = new NodeNetwork([link], []) { NameServers = [Ipv4.Parse("10.1.1.1")] },
            Firewall = new NodeFirewall([new PlacedRule(rule, [])], [Ipv4.Parse("10.1.1.1")]),
        });
        var (exit, told) = _system.Run(request, "cat /etc/systemd/network/10-eth0.network /etc/nftables.conf; nft -c -f /etc/nftables.conf && echo taken",
            broken: null);
        Assert.Equal(0, exit);
        Assert.Contains("[Network]\nAddress=10.1.0.9/16\n", told, StringComparison.Ordinal);
        Assert.Contains("tcp dport { 80 } accept comment \"web: it's\"\n", told, StringComparison.Ordinal);
        Assert.EndsWith("taken\n", told, StringComparison.Ordinal);
    }

    private string After(string sections, string look)
    {
        var (exit, output) = _system.Run(Script(sections), look, broken: null);
        Assert.True(exit == 0, output);
        return output;
    }

    private static string Script(string sections, Func<ProfileRequest, ProfileRequest>? with = null)
    {
        // What a host's interfaces and rules become is written by the nodes that we ship; a site's own sections stand alone here.
        var site = Workshop.Library("site-profiles", ("backend", $"<kickstart>\n{sections}\n</kickstart>"));
        var request = SeedProfileTests.DebianRequest("13", "slave");
        var answer = with is null ? ProfileTemplates.Compile([site]).Render(request) : ProfileTemplates.Compile([Workshop.BootFiles()]).Render(with(request));
        return answer is ProfileAnswer.Rendered rendered
            ? rendered.Profile.ToAnswers().Single(file => file.Name == AnswerNames.Late).Text
            : throw new InvalidOperationException(string.Join('\n', Workshop.Faults(answer)));
    }
}
