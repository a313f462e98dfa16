using BootService.Core.Disks;
using BootService.Core.Installers;
using BootService.Core.Profiles;
using BootService.Core.Repositories;
using Xunit;

namespace BootService.Core.Tests.Profiles.Debian;

/// <summary>What node files mean to Debian's installer, and what they cannot mean.</summary>
public class DebianProfileTests
{
    [Theory]
    [InlineData("<main>\n<part>/ --size=1</part>\n</main>", "nodes/backend.xml:3:7: <part> is kickstart, and this host installs Debian: describe its disks")]
    [InlineData("<main>\nautopart\n</main>", "nodes/backend.xml:2:7: <autopart> is kickstart")]
    [InlineData("<main>\n<url>--url=http://x</url>\n</main>", "nodes/backend.xml:3:6: <url> names a source in kickstart's words")]
    [InlineData(
        "<main>\n<ostreecontainer>x</ostreecontainer>\n</main>",
        "nodes/backend.xml:3:18: \"ostreecontainer\" is kickstart, and Debian's installer has nothing that means it")]
    [InlineData("<main>\n<network>--bootproto=static --ip=10.1.1.9</network>\n</main>", "<network> gives an address in kickstart's words")]
    [InlineData("<main>\n<timezone>--utc --ntpservers=a,b UTC</timezone>\n</main>", "nodes/backend.xml:3:11: option --ntpservers of timezone is kickstart")]
    [InlineData("<main>\n<network>--bootproto dhcp --vlanid=7</network>\n</main>", "option --vlanid of network is kickstart")]
    [InlineData("<main>\n<bootloader>--password=x</bootloader>\n</main>", "a boot loader with a password, or none at all")]
    [InlineData("<main>\n<user>--name=a --password=clear</user>\n</main>", "the password of user a stands there in plain text")]
    [InlineData("<main>\n<user>--name=backup</user>\n</main>", "nodes/backend.xml:3:7: user backup is Debian's own")]
    [InlineData("<main>\n<firewall>--enabled --service=cockpit</firewall>\n</main>", "which port the service cockpit has is not known on Debian")]
    [InlineData("<post interpreter=\"/usr/bin/python3\">\nx\n</post>", "nodes/backend.xml:2: interpreter /usr/bin/python3 is not on a small Debian")]
    [InlineData("<pre interpreter=\"/usr/bin/perl\">\nx\n</pre>", "nodes/backend.xml:2: interpreter /usr/bin/perl is not in Debian's installer")]
    [InlineData("<post arg=\"--log=/x\">\nx\n</post>", "nodes/backend.xml:2: arg=\"--log=/x\" is kickstart's")]
    [InlineData("<script stage=\"install-pre-package\">\nx\n</script>", "stage=\"install-pre-package\" is Anaconda's")]
    [InlineData("<package type=\"meta\">gnome-desktop</package>", "package group @gnome-desktop is Enterprise Linux's")]
    public void What_is_kickstart_alone_is_refused_by_file_and_line(string sections, string sentence) =>
        Assert.Contains(Workshop.Faults(Render(sections)), fault => fault.ToString().Contains(sentence, StringComparison.Ordinal));

    [Theory]
    [InlineData("sda\t/\t0\txfs\tpreserve\t")]
    [InlineData("sda\t/\t0\t\t\nsdb\t/data\t0\t\t")]
    [InlineData("sda\tpv.01\t0\tlvm\t\npv.01\tvg\t\tvolgroup\t\nvg\t/\t0\t\t")]
    [InlineData("sda\t/\t0\text4\t--grow\t")]
    public void Disks_that_its_installer_cannot_make_are_refused(string table)
    {
        var request = SeedProfileTests.DebianRequest("13", "slave") with { Disks = DiskPlan.Usual with { Table = DiskTable.Parse(table) } };
        Assert.Contains(Workshop.Faults(Templates("").Render(request)), fault => fault.Sentence.StartsWith("the storage table ", StringComparison.Ordinal));
    }

    [Fact]
    public void Lines_of_kickstart_in_an_attribute_are_refused_and_so_is_a_release_without_its_archive()
    {
        var request = SeedProfileTests.DebianRequest("13", "slave") with { Disks = DiskPlan.Usual with { RawLines = "part / --size=1" }, Repositories = [] };
        var faults = Workshop.Faults(Templates("").Render(request)).Select(fault => fault.Sentence).ToArray();
        Assert.StartsWith("attribute partitions holds lines of kickstart", faults[0], StringComparison.Ordinal);
        Assert.StartsWith(
            "no enabled pallet has the archive of Debian 13 with the installer's own packages (dists/trixie/main/debian-installer)", faults[1],
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_becomes_a_recipe_for_either_firmware()
    {
        var disks = File("", AnswerNames.Disks, request => request with
        {
            Disks =
                DiskPlan.Usual with
                {
                    Table = DiskTable.Parse(
                    "serial=AB1\t/\t4000\t\t--fsoptions=noatime\t\nserial=AB1\tswap\trecommended\t\t\nserial=AB1\t/data\t0\txfs\t--label=data\t")
                },
        });
        Assert.Contains("system=$(disk_of serial=AB1)\n", disks, StringComparison.Ordinal);
        Assert.Contains(
            "    recipe='stack :: 538 538 538 free $iflabel{ gpt } $reusemethod{ } method{ efi } format{ } .'\nelse\n", disks, StringComparison.Ordinal);
        Assert.Contains(
            "recipe=\"$recipe\"' 4195 4195 4195 ext4 $primary{ } method{ format } format{ } use_filesystem{ } filesystem{ ext4 } mountpoint{ / } "
                + "options/noatime{ noatime } .'\n"
            + "recipe=\"$recipe\"' 512 512 100% linux-swap method{ swap } format{ } .'\n"
            + "recipe=\"$recipe\"' 512 1000000 -1 xfs $primary{ } method{ format } format{ } use_filesystem{ } filesystem{ xfs } mountpoint{ /data } label{ "
                + "data } .'\n",
            disks,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_suite_with_a_key_of_its_own_is_held_to_it_by_the_installer_and_by_the_node()
    {
        ProfileRequest Keyed(ProfileRequest request) => request with
        {
            Repositories = [.. request.Repositories.Select(repository => repository with
            {
                Suites =
                    [.. repository.Suites.Select(suite => suite with { IsSigned = true, Expires = suite.Name is "stable", Key = AptSuite.KeyOf(suite.Name) })],
            })],
        };
        var (early, late) = (File("", AnswerNames.Early, Keyed), File("", AnswerNames.Late, Keyed));
        Assert.Contains(
            "wget -q -O /tmp/stack-archive.gpg http://10.1.1.1/install/pallets/Debian/13/debian/x86_64/keys/trixie.gpg", early, StringComparison.Ordinal);
        Assert.DoesNotContain("00stack-unsigned\n", early, StringComparison.Ordinal);
        Assert.Contains(
            "wget -q -O /target/etc/apt/keyrings/tools-1.0-stable.gpg http://10.1.1.1/install/pallets/tools/1.0/debian/x86_64/keys/stable.gpg", late,
            StringComparison.Ordinal);
        Assert.Contains(
            "deb [signed-by=/etc/apt/keyrings/Debian-13-trixie.gpg] http://10.1.1.1/install/pallets/Debian/13/debian/x86_64 trixie main\n", late,
            StringComparison.Ordinal);
        Assert.Contains(
            "deb [signed-by=/etc/apt/keyrings/tools-1.0-stable.gpg check-valid-until=no] http://10.1.1.1/install/pallets/tools/1.0/debian/x86_64 stable main "
                + "extra\n",
            late,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("C.UTF-8", "C")]
    [InlineData("C", "C")]
    [InlineData("POSIX", "C")]
    [InlineData("eo", "eo")]
    public void A_locale_of_no_country_is_no_question_where_the_machine_is(string locale, string language) => Assert.Contains(
        $"\nd-i debian-installer/locale string {locale}\nd-i debian-installer/language string {language}\nd-i debian-installer/country string US\n",
        File($"<main>\n<lang>{locale}</lang>\n</main>", AnswerNames.Preseed), StringComparison.Ordinal);

    [Fact]
    public void What_the_installer_keeps_of_itself_on_the_node_is_rid_of_the_secret_once_it_was_copied_there()
    {
        var early = File("", AnswerNames.Early);
        Assert.Contains("cat > /usr/lib/finish-install.d/94stack-secret << 'EOF'\n", early, StringComparison.Ordinal);
        Assert.True(string.CompareOrdinal("94save-logs", "94stack-secret") < 0 && string.CompareOrdinal("94stack-secret", "95umount") < 0);
        Assert.Contains("sed -i 's/5ec2e7/********/g' \"$file\"\n", early, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disk_that_is_not_there_stops_the_install_for_good()
    {
        var disks = File("", AnswerNames.Disks);
        Assert.Contains(") || stop\n", disks, StringComparison.Ordinal);
        Assert.Contains("while :; do sleep 3600; done", disks, StringComparison.Ordinal);
    }

    [Fact]
    public void Commands_that_every_system_knows_mean_the_same()
    {
        const string Sections =
            "<main>\n<lang>de_DE.UTF-8</lang>\n<keyboard>--vckeymap=de --xlayouts=de</keyboard>\n<timezone>Europe/Berlin</timezone>\n<rootpw>--iscrypted "
                + "$6$a</rootpw>\n"
            + "<bootloader>--location=mbr --append=\"quiet console=ttyS0\"</bootloader>\n<services>--enabled=cron --disabled=rpcbind</services>\n<poweroff/>\n"
            + "<user>--name=eve --uid=1042 --groups=wheel,devel --iscrypted --password=$6$b</user>\n<sshkey>--username=root \"ssh-ed25519 AAAA x\"</sshkey>\n"
            + "<firewall>--enabled --service=ssh --port=8080:tcp</firewall>\n<selinux>--enforcing</selinux>\n</main>\n<package>vim</package><package "
                + "disable=\"1\">nano</package>";
        var (preseed, late) = (File(Sections, AnswerNames.Preseed), File(Sections, AnswerNames.Late));
        foreach (var line in (ReadOnlySpan<string>)
        [
            "d-i debian-installer/locale string de_DE.UTF-8", "d-i keyboard-configuration/xkb-keymap select de", "d-i time/zone string Europe/Berlin",
            "d-i clock-setup/utc boolean false",
            "d-i passwd/root-password-crypted password $6$a", "d-i debian-installer/add-kernel-opts string quiet console=ttyS0",
            "d-i debian-installer/exit/poweroff boolean true",
        ])
        {
            Assert.Contains($"\n{line}\n", preseed, StringComparison.Ordinal);
        }

        foreach (var text in (ReadOnlySpan<string>)
        [
            "inside apt-get -q -y install vim nftables || failed apt-get+install+failed\n", "then\n    inside apt-get -q -y purge nano || failed",
            "systemctl enable cron\n", "systemctl disable rpcbind\n",
            "useradd -m -s /bin/bash $(getent group eve > /dev/null && echo -g eve) -u 1042 -G sudo,devel eve\n"
                + "chpasswd -e << 'EOF'\neve:$6$b\nEOF\n", "printf '%s\\n' 'ssh-ed25519 AAAA x' >> ",
            "        tcp dport 8080 accept\n        tcp dport 22 accept\n",
        ])
        {
            Assert.Contains(text, late, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_locked_root_has_no_password_and_answers_in_its_own_words_are_taken_as_they_are()
    {
        var preseed = File(
            "<main><rootpw>--lock --iscrypted *</rootpw></main><native os=\"debian\">\nd-i clock-setup/ntp boolean true\n</native>", AnswerNames.Preseed);
        Assert.Contains("\nd-i passwd/root-password-crypted password *\n", preseed, StringComparison.Ordinal);
        Assert.Contains(
            "\nd-i clock-setup/ntp boolean true\nd-i preseed/early_command string until wget -q -O /tmp/stack-early.sh "
                + "http://10.1.1.1/install/answer/5ec2e7/early.sh;", preseed, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unsigned_archive_is_trusted_and_a_signed_one_is_held_to_its_signature()
    {
        Assert.Contains(
            "deb [trusted=yes] http://10.1.1.1/install/pallets/Debian/13/debian/x86_64 trixie main\ndeb [trusted=yes] "
                + "http://10.1.1.1/install/pallets/tools/1.0/debian/x86_64 stable main extra\n",
            File("", AnswerNames.Late), StringComparison.Ordinal);
        var signed = Assert.IsType<ProfileAnswer.Rendered>(Templates("").Render(SeedProfileTests.DebianRequest("12", "slave"))).Profile.ToAnswers();
        Assert.Contains("\nd-i debian-installer/allow_unauthenticated boolean false\n", signed[0].Text, StringComparison.Ordinal);
        Assert.Contains("\ndeb http://10.1.1.1/install/pallets/Debian/12/debian/x86_64 bookworm main\n", signed[^1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("AllowUnauthenticated", signed[1].Text, StringComparison.Ordinal);
    }

    private static ProfileTemplates Templates(string sections) =>
        ProfileTemplates.Compile([Workshop.Library("site-profiles", ("backend", $"<kickstart>\n{sections}\n</kickstart>"))]);

    private static ProfileAnswer Render(string sections) => Templates(sections).Render(SeedProfileTests.DebianRequest("13", "slave"));

    private static string File(string sections, string name, Func<ProfileRequest, ProfileRequest>? with = null)
    {
        var request = SeedProfileTests.DebianRequest("13", "slave");
        var answer = Templates(sections).Render(with is null ? request : with(request));
        return answer is ProfileAnswer.Rendered rendered
            ? rendered.Profile.ToAnswers().First(file => file.Name == name).Text
            : throw new InvalidOperationException(string.Join('\n', Workshop.Faults(answer)));
    }
}
