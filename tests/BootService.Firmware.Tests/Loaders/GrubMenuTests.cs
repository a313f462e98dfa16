using BootService.Firmware.Loaders;
using Xunit;

namespace BootService.Firmware.Tests.Loaders;

/// <summary>GRUB's script as far as configurations use it (GRUB manual, 6.1 and 15.1).</summary>
public sealed class GrubMenuTests
{
    [Theory]
    [InlineData("linux /vmlinuz quiet", "linux|/vmlinuz|quiet")]
    [InlineData("  linux\t/vmlinuz  ", "linux|/vmlinuz")]
    [InlineData("linux '/a b' \"c d\"", "linux|/a b|c d")]
    [InlineData("set a='it'\\''s'", "set|a=it's")]
    [InlineData("set a=\"say \\\"so\\\"\"", "set|a=say \"so\"")]
    [InlineData("set a='\\'", "set|a=\\")]
    [InlineData("set a=b#c # the rest", "set|a=b#c")]
    [InlineData("# all of it", "")]
    [InlineData("''", "")]
    [InlineData("", "")]
    public void Words_are_parted_and_quoted_as_in_a_shell(string line, string words) => Assert.Equal(words, string.Join('|', GrubMenu.Words(line)));

    [Fact]
    public void The_first_entry_starts()
    {
        var entry = GrubMenu.Default("set timeout=0\nmenuentry 'a' {\n linuxefi /a x y\n initrdefi /i /j\n}\nmenuentry 'b' {\n linux /b\n}\n");
        Assert.Equal(("/a", "x y", false), (entry.Kernel, entry.Arguments, entry.Exits));
        Assert.Equal(["/i", "/j"], entry.Initrds);
    }

    [Fact]
    public void A_kernel_gets_words_as_grub_writes_them() =>
        Assert.Equal(
            "\"a=b c\" d=\\\"e\\\" f", GrubMenu.Default("menuentry 'a' {\n linux /k 'a=b c' 'd=\"e\"' f\n}\n").Arguments);

    [Fact]
    public void An_entry_may_leave_for_the_firmware()
    {
        var entry = GrubMenu.Default("menuentry disk {\n exit 1\n}\n");
        Assert.Equal((null, true), (entry.Kernel, entry.Exits));
    }

    [Theory]
    [InlineData("")]
    [InlineData("set timeout=5\n")]
    [InlineData("menuentry a {\n}\n")]
    [InlineData("menuentry a {\n linux\n}\n")]
    public void One_that_names_no_kernel_starts_nothing(string text)
    {
        var entry = GrubMenu.Default(text);
        Assert.Equal((null, false), (entry.Kernel, entry.Exits));
    }
}
