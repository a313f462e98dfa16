using BootService.Firmware.Loaders;
using Xunit;

namespace BootService.Firmware.Tests.Loaders;

/// <summary>Answer files as installers read them before they touch a disk.</summary>
public sealed class ReadingTests
{
    private const string Answers =
        "d-i mirror/suite string trixie\nd-i partman-auto/method string lvm\nd-i partman/confirm boolean true\nd-i partman/confirm_nooverwrite boolean true\n"
        + "d-i passwd/make-user boolean false\nd-i grub-installer/only_debian boolean true\n";

    [Theory]
    [InlineData("url --url=http://h/os\n%pre\n%packages\n%end\n%packages\n@base\n%end\n", null)]
    [InlineData("cdrom\n%addon com_redhat_kdump\n%end\n%post --nochroot\necho %packages\n%end\n", null)]
    [InlineData("%include /tmp/url\n%ksappend http://h/x\nnfs --server=h --dir=/os\n", null)]
    [InlineData("url --url=http://h/os\n%packages\n@base\n%post\n%end\n", "line 4: section %post begins before %packages of line 2 has its %end")]
    [InlineData("url --url=http://h/os\n%packages\n", "section %packages of line 2 has no %end")]
    [InlineData("url --url=http://h/os\n%package\n%end\n", "line 2: %package is no section of a kickstart")]
    [InlineData("# nothing\n\n", "it has no commands")]
    [InlineData("lang en_US\nreboot\n", "it does not say where packages come from (url)")]
    public void A_kickstart_is_refused_for_what_every_Anaconda_refuses(string text, string? fault) => Assert.Equal(fault, KickstartReading.Of(text).Fault);

    [Fact]
    public void Its_sources_are_found_and_told_apart()
    {
        var reading = KickstartReading.Of(
            "url --url=http://h/os\nrepo --name=a --baseurl=\"http://h/a\"\nrepo --name=b --baseurl=ftp://h/b\n%post\nrepo --name=c "
                + "--baseurl=http://h/c\n%end\n");
        Assert.Equal([new KickstartSource("http://h/os", IsTree: true), new KickstartSource("http://h/a", IsTree: false)], reading.Sources);
        Assert.Equal("3 commands, 1 sections", reading.Summary);
    }

    [Fact]
    public void Answers_that_leave_no_question_open_are_read()
    {
        var reading = PreseedReading.Of("# site\n" + Answers + "d-i preseed/late_command string wget http://h/a.sh; sh /tmp/a; wget -O- http://h/b.sh | sh\n");
        Assert.Equal((null, "trixie", "7 answers"), (reading.Fault, reading.Suite, reading.Summary));
        Assert.Equal(["http://h/a.sh", "http://h/b.sh"], reading.Files);
    }

    [Theory]
    [InlineData("partman-auto/method")]
    [InlineData("passwd/make-user")]
    [InlineData("grub-installer/only_debian")]
    public void A_question_that_nobody_answers_is_a_fault(string question)
    {
        var without = string.Join('\n', Answers.Split('\n').Where(line => !line.Contains(question + " ", StringComparison.Ordinal)));
        Assert.Equal($"it has no answer to {question}, so the installer would ask and wait", PreseedReading.Of(without).Fault);
    }

    [Fact]
    public void A_line_that_is_no_answer_is_named() =>
        Assert.Equal("line 2 is no answer: it has no owner, question and type", PreseedReading.Of("d-i a/b string c\nd-i mirror/suite\n" + Answers).Fault);

    [Theory]
    [InlineData("a=1 b=2 a=3", "a", "3")]
    [InlineData("  ks=http://h/ks  quiet", "ks", "http://h/ks")]
    [InlineData("inst.ks=x=y", "inst.ks", "x=y")]
    [InlineData("aa=1", "a", null)]
    [InlineData("a", "a", null)]
    [InlineData("a=", "a", "")]
    public void Of_a_kernel_s_words_the_last_counts(string line, string name, string? value) => Assert.Equal(value, KernelLine.Find(line, name));

    [Fact]
    public void Any_of_several_names_will_do() => Assert.Equal("2", KernelLine.Find("ks=1 inst.ks=2", "ks", "inst.ks"));
}
