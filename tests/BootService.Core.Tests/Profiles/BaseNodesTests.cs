using System.Diagnostics;
using BootService.Core.Disks;
using BootService.Core.Logins;
using BootService.Core.Profiles;
using Xunit;

namespace BootService.Core.Tests.Profiles;

/// <summary>The node files we ship.</summary>
public class BaseNodesTests
{
    private const string Entries = """
        BootCurrent: 0003
        Timeout: 0 seconds
        BootOrder: 0005,0000,0003,0004
        Boot0000* UiApp	FvVol(7cb8bdc9)/FvFile(462caa21)
        Boot0003* UEFI PXEv4 (MAC:525400123456)	PciRoot(0x0)/Pci(0x2,0x0)/MAC(525400123456,1)/IPv4(0.0.0.0,0,0)
        Boot0004* UEFI HTTPv4 (MAC:525400123456)	PciRoot(0x0)/Pci(0x2,0x0)/MAC(525400123456,1)/IPv4(0.0.0.0,0,0)/Uri()
        Boot0005* CentOS Linux	HD(1,GPT,aaaa)/File(\EFI\centos\shimx64.efi)
        """;

    private static readonly ProfileTemplates Templates = ProfileTemplates.Compile([Workshop.BootFiles()]);

    [Fact]
    public void Xmllint_finds_nothing_but_entities_in_them()
    {
        foreach (var file in Directory.GetFiles(Golden.Repository("bootfiles"), "*.xml", SearchOption.AllDirectories))
        {
            var errors = Run("xmllint", ["--noout", file], "").Errors.Split('\n').Where(line => line.Contains("error", StringComparison.Ordinal));
            Assert.All(errors, error => Assert.Contains("not defined", error, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void They_render_for_a_host_that_has_nothing_but_a_name()
    {
        foreach (var release in (ReadOnlySpan<string>)["6.6", "7.9", "8.10", "9.6", "10.0"])
        {
            var kickstart = Workshop.Kickstart(Templates.Render(Workshop.Request(release, ("hostname", "backend-0-0"))));
            Assert.Contains("\nrootpw --lock --iscrypted *\n", kickstart, StringComparison.Ordinal);
            Assert.DoesNotContain("authorized_keys", kickstart, StringComparison.Ordinal);
            Assert.Equal(release is "6.6" or "7.9", kickstart.Contains("\ninstall\n", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("ttyS0,115200", "console=tty0 console=ttyS0,115200 quiet")]
    [InlineData(" ttyS0,115200  tty0 ", "console=ttyS0,115200 console=tty0 quiet")]
    [InlineData("", "quiet")]
    public void Each_console_is_a_word_of_its_own_for_the_installed_system(string consoles, string words)
    {
        var kickstart = Workshop.Kickstart(Templates.Render(Workshop.Request("9.6", ("hostname", "h"), ("console", consoles), ("bootflags", "quiet"))));
        Assert.Contains($"\nbootloader --location=mbr --append=\"{words}\"\n", kickstart, StringComparison.Ordinal);
    }

    [Fact]
    public void Users_are_made_with_their_keys_and_rights()
    {
        const string Key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";
        var request = Workshop.Request("9.6", ("hostname", "h")) with
        {
            Users =
            [
                new NodeUser("alice") { Groups = ["wheel", "devel"], Password = "$6$salt$hash", FullName = "Alice A.", Sudo = SudoRight.Password },
                new NodeUser("bob") { Uid = 1042, Shell = "/bin/zsh", Keys = [Key], Sudo = SudoRight.NoPassword },
            ],
        };
        var kickstart = Workshop.Kickstart(Templates.Render(request));
        Assert.Contains(
            "\ngroup --name=devel\nuser --name=alice --groups=wheel,devel --gecos=\"Alice A.\" --iscrypted --password=$6$salt$hash\nuser --name=bob --uid=1042 "
                + "--shell=/bin/zsh\n",
            kickstart,
            StringComparison.Ordinal);
        Assert.Contains("\nsudo\n", kickstart, StringComparison.Ordinal);
        Assert.Contains("alice ALL=(ALL) ALL\nbob ALL=(ALL) NOPASSWD: ALL\n", kickstart, StringComparison.Ordinal);
        Assert.Contains(
            $"home=~bob\nmkdir -p \"$home/.ssh\"\ncat > \"$home/.ssh/authorized_keys\" << 'EOF'\n{Key}\nEOF\n", kickstart, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<user>--name a --iscrypted --password $6$salt$hash</user>", true)]
    [InlineData("<user>--name=a --iscrypted --password=!</user>", false)]
    [InlineData("<user>--name=a --gecos='x --password=y'</user>", false)]
    [InlineData("<rootpw>--iscrypted '$6$salt$hash'</rootpw>", true)]
    [InlineData("<rootpw>--iscrypted \"*\"</rootpw>", false)]
    public void A_password_opens_however_its_option_is_written(string commands, bool hasLogin) => Assert.Equal(
        hasLogin, Assert.IsType<ProfileAnswer.Rendered>(Workshop.Render($"<main>\n{commands}\n</main>")).Profile.HasLogin);

    [Theory]
    [InlineData("<part>/ --size=1 --grow</part>", "", "\"part\" stands beside the autopart of node partition")]
    [InlineData("<autopart>--type=plain</autopart>", "", null)]
    [InlineData("<autopart/>", "sda\t/\t0\text4\t\t", "\"autopart\" stands beside the layout that the storage table gives")]
    [InlineData("<clearpart>--all</clearpart>", "sda\t/\t100\text4\t\t\nsda\t/data\t0\text4\tpreserve\t", "\"clearpart\" would take away")]
    [InlineData("<clearpart>--all</clearpart>", "", null)]
    public void Commands_about_disks_that_are_laid_out_already_are_refused(string commands, string table, string? why)
    {
        var site = Workshop.Library("site-profiles", ("extend-base", $"<kickstart><main>{commands}</main></kickstart>"));
        var request = Workshop.Request("9.6", ("hostname", "h")) with { Disks = DiskPlan.Usual with { Table = DiskTable.Parse(table) } };
        var answer = ProfileTemplates.Compile([site, Workshop.BootFiles()]).Render(request);
        Assert.Equal(why, why is null ? (answer is ProfileAnswer.Rendered ? null : "faults") : Workshop.Faults(answer)[0].Sentence[..why.Length]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true, "ssh.public_key", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMq")]
    [InlineData(true, "Kickstart_PrivateRootPassword", "$6$salt$hash")]
    [InlineData(false, "Kickstart_PrivateRootPassword", "*")]
    public void A_profile_that_lets_nobody_in_says_so(bool hasLogin, string? attribute = null, string? value = null)
    {
        (string, string)[] attributes = attribute is null ? [("hostname", "h")] : [("hostname", "h"), (attribute, value!)];
        Assert.Equal(hasLogin, Assert.IsType<ProfileAnswer.Rendered>(Templates.Render(Workshop.Request("9.6", attributes))).Profile.HasLogin);
    }

    [Theory]
    [InlineData("6.6", "rsa", "AUTOCREATE_SERVER_KEYS=NO")]
    [InlineData("7.9", "ecdsa", "AUTOCREATE_SERVER_KEYS=NO")]
    [InlineData("9.6", "ecdsa", "systemctl mask sshd-keygen@$kind.service")]
    public void A_kept_host_key_goes_to_where_sshd_looks_and_no_other_is_made(string release, string kind, string noOther)
    {
        var kickstart = Workshop.Kickstart(Templates.Render(Workshop.Request(
            release, ("hostname", "h"), ("ssh.host_keys", "keep"), ($"ssh.host_key.{kind}", "-----BEGIN KEY-----\nx\n-----END KEY-----\n"))));
        Assert.Contains($"cat > /etc/ssh/ssh_host_{kind}_key << 'EOF'\n-----BEGIN KEY-----\nx\n-----END KEY-----\nEOF\n", kickstart, StringComparison.Ordinal);
        Assert.Contains(noOther, kickstart, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("BootCurrent: 0003", "network-first", "-o 0003,0005,0000,0004")]
    [InlineData("BootCurrent: 0004", "network-first", "-o 0004,0005,0000,0003")]
    [InlineData("BootCurrent: 0000", "network-first", "-o 0003,0005,0000,0004")]
    [InlineData("BootCurrent: 0003", "", "-o 0003,0005,0000,0004")]
    [InlineData("BootCurrent: 0003", "disk-first", "-o 0005,0000,0003,0004")]
    [InlineData("BootCurrent: 0003", "leave", null)]
    public void A_UEFI_machine_asks_the_network_first_unless_told_otherwise(string current, string order, string? expected)
    {
        (string, string)[] attributes = order is "" ? [("hostname", "h")] : [("hostname", "h"), ("bootorder", order)];
        var script = ShellRoot.Scripts(Workshop.Kickstart(Templates.Render(Workshop.Request("9.6", attributes))))
            .FirstOrDefault(script => script.Contains("efibootmgr", StringComparison.Ordinal));
        Assert.Equal(expected is null, script is null);
        if (script is not null)
        {
            var entries = Entries.Replace("BootCurrent: 0003", current, StringComparison.Ordinal);
            var fake = $"efibootmgr() {{ if [ \"$1\" = -o ]; then echo \"$@\" >&3; else cat <<'E'\n{entries}\nE\nfi; }}\nexec 3>&1\n";
            script = script.Replace("/sys/firmware/efi", "/", StringComparison.Ordinal).Replace("/var/log/", "/dev/null #", StringComparison.Ordinal);
            Assert.Equal(expected, Run("sh", [], fake + script).Output.Trim());
        }
    }

    [Fact]
    public void A_machine_without_UEFI_is_left_alone()
    {
        var script = ShellRoot.Scripts(Workshop.Kickstart(Templates.Render(Workshop.Request("9.6", ("hostname", "h")))))
            .First(script => script.Contains("efibootmgr", StringComparison.Ordinal));
        script = script.Replace("/sys/firmware/efi", "/no/such/folder", StringComparison.Ordinal).Replace("/var/log/", "/dev/null #", StringComparison.Ordinal);
        Assert.Equal("", Run("sh", [], "efibootmgr() { echo called >&3; }\nexec 3>&1\n" + script).Output);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("TRUE", true)]
    [InlineData("yes", true)]
    [InlineData("1", true)]
    [InlineData("no", false)]
    [InlineData("ALL", false)]
    [InlineData("all", true)]
    [InlineData("none", false)]
    [InlineData("sdb", false)]
    [InlineData("false", false)]
    public void Only_an_unmistakable_nukedisks_wipes_other_disks(string value, bool wipes)
    {
        var request = Workshop.Request("6.6", ("hostname", "h")) with { Disks = DiskPlan.Of(name => name == "nukedisks" ? value : null) };
        Assert.Equal(wipes, Workshop.Kickstart(Templates.Render(request)).Contains("wipe \"$disk\"; done", StringComparison.Ordinal));
    }

    [Fact]
    public void The_document_of_a_host_holds_its_files_and_its_values_as_entities()
    {
        const string Value = "a & b < c > \"d\" 'e' %f; &g;";
        var templates = ProfileTemplates.Compile([Workshop.Library("site", ("backend",
            "<?xml version=\"1.0\"?>\n<kickstart><post><file name=\"&x;\">&x;</file></post></kickstart>"))]);
        var xml = templates.ToHostXml(Workshop.Request("6.6", ("x", Value)), [KeyValuePair.Create("x", Value)]);
        var (plain, errors) = Run("xmllint", ["--noent", "--xpath", "string(//file)", "-"], xml);
        Assert.Equal("", errors);
        Assert.Equal(Value, plain.TrimEnd('\n'));
        Assert.Equal(Value, Run("xmllint", ["--noent", "--xpath", "string(//file/@name)", "-"], xml).Output.TrimEnd('\n'));
    }

    private static (string Output, string Errors) Run(string program, string[] arguments, string input)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (output, errors.Result);
    }
}
