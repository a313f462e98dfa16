using BootService.Core.Installers;
using BootService.Core.Profiles.Emit;
using Xunit;

namespace BootService.Core.Tests.Profiles.Emit;

/// <summary>Commands and options that the installer of a release does not know are told before a machine stops at them.</summary>
public class KickstartCheckTests
{
    [Theory]
    [InlineData("sshkey --username=root \"ssh-rsa AAAA me\"", "7.9",
        "the installer of release 7.9 does not know the command sshkey, which that of Enterprise Linux 8, 9, 10 and Fedora does: give the element "
        + "release=\"8,9,10\", and say it otherwise for this one")]
    [InlineData("sshkey --username=root \"ssh-rsa AAAA me\"", "8.10", null)]
    [InlineData("keyboard --vckeymap=us", "6.6",
        "the installer of release 6.6 does not know the option --vckeymap of keyboard, which that of Enterprise Linux 7, 8, 9, 10 and Fedora does: give the "
        + "element release=\"7,8,9,10\", and say it otherwise for this one")]
    [InlineData("timezone --utc --ntpservers=a,b UTC", "10.1",
        "the installer of release 10.1 does not know the option --ntpservers of timezone, which that of Enterprise Linux 7, 8, 9 and Fedora does: give the "
        + "element release=\"7,8,9\", and say it otherwise for this one")]
    [InlineData("timezone --utc --ntpservers=a,b UTC", "42", null)]
    [InlineData("autopart --hw-passphrase=x", "9.6",
        "the installer of release 9.6 does not know the option --hw-passphrase of autopart, which that of Fedora does: take it out here")]
    [InlineData("fireall --enabled", "10.1", "\"fireall\" is no command of a kickstart: did you mean \"firewall\"?")]
    [InlineData("firewall --enabledd", "9.6", "firewall has no option --enabledd: did you mean \"--enabled\"?")]
    [InlineData("frobnicate --now", "7.9", "\"frobnicate\" is no command of a kickstart: take it out")]
    [InlineData("frobnicate --now", "10.1", null)]
    [InlineData("part / --frobnicate --size=1", "8.10", "part has no option --frobnicate: take it out")]
    [InlineData("partition / --onbiosdisk=80 --size 1", "6.6", null)]
    [InlineData("repo --name=a --baseurl=http://x/ --ignoregroups=true", "24.03", null)]
    [InlineData("services --enab=chronyd", "9.6", null)]
    [InlineData("vnc --password=x", "10.1", null)]
    [InlineData("realm join --computer-ou=x example.org", "9.6", null)]
    [InlineData("reboot # --really", "9.6", null)]
    [InlineData("bootloader --append \"--quiet rhgb\" --location=mbr", "9.6", null)]
    [InlineData("rootpw --plaintext -- --secret", "9.6", null)]
    [InlineData("user --name games --groups=wheel", "9.6",
        "user games is the system's own, with a shell that lets nobody in, and would stay so: take another name")]
    [InlineData("user --name=backup", "9.6", null)]
    [InlineData("rootpw --iscrypted $y$j9T$salt$hash", "8.10",
        "the password of root is crypted as $y$, which release 8.10 cannot check, so that nobody could log in by it: crypt it by \"openssl passwd -6\"")]
    [InlineData("user --name=a --iscrypted --password $2b$12$abc", "7.9",
        "the password of a is crypted as $2b$, which release 7.9 cannot check, so that nobody could log in by it: crypt it by \"openssl passwd -6\"")]
    [InlineData("rootpw --iscrypted $2b$12$abc", "8.10", null)]
    [InlineData("rootpw --iscrypted $y$j9T$salt$hash", "9.6", null)]
    [InlineData("rootpw --iscrypted $6$salt$hash", "6.6", null)]
    [InlineData("rootpw --plaintext $y$ecret", "6.6", null)]
    [InlineData("%include /tmp/x", "6.6", null)]
    [InlineData("", "6.6", null)]
    public void What_a_release_does_not_know_is_said(string line, string release, string? why) =>
        Assert.Equal(why, KickstartCheck.WhyNot(line, release, AnacondaGenerations.Of(release is "24.03" ? "openEuler" : release is "42" ? "Fedora" : "CentOS",
            release)!.Value));

    [Fact]
    public void Every_command_of_the_table_has_releases_and_options_that_are_its_own()
    {
        Assert.Equal(["part", "raid", "volgroup"], KickstartCommands.Names.Intersect(["part", "raid", "volgroup"], StringComparer.Ordinal));
        foreach (var command in KickstartCommands.Names.Select(name => KickstartCommands.Find(name)!))
        {
            Assert.NotEmpty(command.Releases);
            Assert.All(command.Options, option => Assert.Empty(option.Releases.Except(command.Releases)));
        }

        Assert.True(KickstartCommands.Find("timezone")!.Option("--ntpservers") is { TakesValue: true, Releases: "789f" });
    }
}
