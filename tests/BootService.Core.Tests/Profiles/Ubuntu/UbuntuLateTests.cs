using BootService.Core.Installers;
using BootService.Core.Networks;
using BootService.Core.Profiles;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Core.Tests.Profiles.Ubuntu;

/// <summary>The last script of an Ubuntu install, run whole in the place of the new system: what is Debian's is done, and what is Ubuntu's own.</summary>
public sealed class UbuntuLateTests : IDisposable
{
    private const string Sections = """
        <main>
        <rootpw>--iscrypted $6$salt$root</rootpw>
        <bootloader>--location=mbr --append="quiet console=ttyS0 it's"</bootloader>
        <user>--name=eve --uid=4242 --groups=wheel --iscrypted --password=$6$salt$eve</user>
        </main>
        <package>vim</package>
        <post>
        echo first > /etc/first
        </post>
        """;

    private readonly NewSystem _system = new();

    public void Dispose() => _system.Dispose();

    [Fact]
    public void Root_s_password_the_kernel_s_words_and_users_are_those_of_the_profile()
    {
        var told = After(
            Script(Sections),
                "getent shadow root eve | cut -d: -f1,2; . /etc/default/grub.d/stack.cfg; echo \"$GRUB_CMDLINE_LINUX\"; "
                + "cat /etc/first; grep -e grub -e vim /tmp/told");
        Assert.Contains("root:$6$salt$root\neve:$6$salt$eve\nquiet console=ttyS0 it's\nfirst\n", told, StringComparison.Ordinal);
        Assert.Contains("update-grub \n", told, StringComparison.Ordinal);
        Assert.Contains("apt-get -q -y install vim\n", told, StringComparison.Ordinal);
    }

    [Fact]
    public void The_installer_s_own_sources_give_way_to_ours()
    {
        var told = After(
            "mkdir -p /target/etc/apt/sources.list.d; echo x > /target/etc/apt/sources.list.d/ubuntu.sources\n" + Script(Sections),
            "ls /etc/apt/sources.list.d; cat /etc/apt/sources.list.d/stack.list");
        Assert.Contains("ubuntu.sources.disabled\n", told, StringComparison.Ordinal);
        Assert.Contains("http://10.1.1.1/install/pallets/Ubuntu/24.04/ubuntu/x86_64 noble main restricted\n", told, StringComparison.Ordinal);
    }

    [Fact]
    public void A_larger_packet_of_the_boot_card_is_a_rule_of_udev_and_other_links_a_file_of_netplan()
    {
        Assert.Contains(
            "SUBSYSTEM==\"net\", KERNEL==\"e*\", ATTR{mtu}=\"9000\"",
            After(Script("", request => request with { Network = NodeNetwork.BootCardOnly with { BootMtu = 9000 } }),
                "cat /etc/udev/rules.d/70-stack-mtu.rules"),
            StringComparison.Ordinal);
        var link = new NodeLink("eth0", new LinkKind.Ethernet()) { Mac = Cluster.Mac(0), Addresses = [new NodeAddress(Ipv4.Parse("10.1.0.9"), 16)] };
        var told = After(
            "echo old > /target/etc/netplan/00-installer.yaml\n" + Script("", request => request with { Network = new NodeNetwork([link], []) }),
            $"ls /etc/netplan; stat -c %a {Netplan.File}; cat {Netplan.File} /etc/cloud/cloud.cfg.d/99-stack-network.cfg");
        Assert.StartsWith("50-stack.yaml\n600\nnetwork:\n", told, StringComparison.Ordinal);
        Assert.EndsWith("network: {config: disabled}\n", told, StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_that_cannot_be_set_ends_the_install_with_its_reason()
    {
        var (exit, output) = _system.Run(Script("<main><rootpw>plain:text</rootpw></main>") + "\n", "cat /tmp/reported; getent shadow root | cut -d: -f2",
            broken: "apt-get");
        Assert.Equal(1, exit);
        Assert.Contains("/install/failed/5ec2e7?why=apt-get+update+failed", output, StringComparison.Ordinal);
    }

    private string After(string script, string look)
    {
        var (exit, output) = _system.Run(script, look);
        Assert.True(exit == 0, output);
        return output;
    }

    private static string Script(string sections, Func<ProfileRequest, ProfileRequest>? with = null)
    {
        var site = Workshop.Library("site", ("backend", $"<kickstart>\n{sections}\n</kickstart>"));
        var request = SeedProfileTests.UbuntuRequest("24.04", "slave");
        var answer = with is null ? ProfileTemplates.Compile([site]).Render(request) : ProfileTemplates.Compile([Workshop.BootFiles()]).Render(with(request));
        return answer is ProfileAnswer.Rendered rendered
            ? rendered.Profile.ToAnswers().Single(file => file.Name == AnswerNames.Late).Text
            : throw new InvalidOperationException(string.Join('\n', Workshop.Faults(answer)));
    }
}
