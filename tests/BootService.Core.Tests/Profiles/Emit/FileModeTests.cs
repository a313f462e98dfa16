using BootService.Core.Profiles;
using Xunit;
using FileMode = BootService.Core.Profiles.Emit.FileMode;

namespace BootService.Core.Tests.Profiles.Emit;

/// <summary>Modes of files, as chmod itself takes and refuses them.</summary>
public sealed class FileModeTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("0644")]
    [InlineData("7777")]
    [InlineData("07777")]
    [InlineData("5")]
    [InlineData("a+x")]
    [InlineData("+x")]
    [InlineData("u=rw,go=r")]
    [InlineData("u+s,g-w+x,o=")]
    [InlineData("g=u")]
    [InlineData("u+t")]
    [InlineData("99999")]
    [InlineData("0888")]
    [InlineData("17777")]
    [InlineData("rw-r--r--")]
    [InlineData("u")]
    [InlineData("u=rw,")]
    [InlineData("u=rw, go=r")]
    [InlineData("o=z")]
    [InlineData("g=ur")]
    public void What_chmod_takes_is_taken(string mode) => Assert.Equal(Tool.Ask("chmod", ["--", mode, _file]).Exit == 0, FileMode.IsOne(mode));

    [Fact]
    public void What_it_does_not_take_is_refused_with_its_place()
    {
        var refused = Assert.IsType<ProfileAnswer.Refused>(
            Workshop.Render("<post>\n<file name=\"/etc/x\" perms=\"&mode;\">x</file>\n</post>", ("mode", "rw-r--r--")));
        var fault = Assert.Single(refused.Faults);
        Assert.Equal((3, "perms=\"rw-r--r--\" is no mode of a file: write what chmod takes, such as 0644 or u=rw,go=r"), (fault.Line, fault.Sentence));
    }

    [Fact]
    public void An_empty_one_changes_nothing()
    {
        var kickstart = Workshop.Kickstart(
            Workshop.Render("<post>\n<file name=\"/etc/x\" perms=\"&mode;\" owner=\"&mode;\">x</file>\n</post>", ("mode", "")));
        Assert.DoesNotContain("chmod", kickstart, StringComparison.Ordinal);
        Assert.DoesNotContain("chown", kickstart, StringComparison.Ordinal);
    }
}
