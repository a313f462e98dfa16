using BootService.Core.Attributes;
using Xunit;

namespace BootService.Core.Tests.Attributes;

public class AttributeFormTests
{
    private static readonly AttributeForm Loader = AttributeForm.OneOf(["auto", "grub", "shim"]);

    [Theory]
    [InlineData("grub", null)]
    [InlineData(" grub ", null)]
    [InlineData("", null)]
    [InlineData(" \n", null)]
    [InlineData("GRUB", "must be auto, grub or shim: did you mean \"grub\"?")]
    [InlineData("grbu", "must be auto, grub or shim: did you mean \"grub\"?")]
    [InlineData("windows", "must be auto, grub or shim")]
    public void One_of_some_words(string value, string? why) => Assert.Equal(why, Loader.WhyNot(value));

    [Theory]
    [InlineData("YES", true)]
    [InlineData("n", true)]
    [InlineData("0", true)]
    [InlineData("tru", false)]
    [InlineData("yes no", false)]
    [InlineData("2", false)]
    public void Yes_or_no(string value, bool can) => Assert.Equal(can, AttributeForm.Flag.WhyNot(value) is null);

    [Theory]
    [InlineData("1", true)]
    [InlineData("10000", true)]
    [InlineData("0", false)]
    [InlineData("10001", false)]
    [InlineData("-5", false)]
    [InlineData("+5", false)]
    [InlineData("5.0", false)]
    [InlineData("1e3", false)]
    [InlineData("0x10", false)]
    [InlineData("99999999999999999999", false)]
    public void A_number_within_bounds(string value, bool can) =>
        Assert.Equal(can ? null : "must be a whole number from 1 to 10000", AttributeForm.Number(1, 10_000).WhyNot(value));

    [Theory]
    [InlineData("10.1.1.1, 10.1.1.2", true)]
    [InlineData("10.1.1.1\t10.1.1.2", true)]
    [InlineData("10.1.1", false)]
    [InlineData("10.1.1.256", false)]
    [InlineData("ns1.example.org", false)]
    [InlineData("10.1.1.1;10.1.1.2", false)]
    public void Addresses(string value, bool can) => Assert.Equal(can, AttributeForm.Addresses.WhyNot(value) is null);

    [Theory]
    [InlineData("ntp.example.org 10.1.1.1", true)]
    [InlineData("2001:db8::1", true)]
    [InlineData("-v", false)]
    [InlineData(".org", false)]
    [InlineData("a b;reboot", false)]
    [InlineData("$(reboot)", false)]
    public void Servers(string value, bool can) => Assert.Equal(can, AttributeForm.Servers.WhyNot(value) is null);

    [Theory]
    [InlineData("eo.UTF-8", true)]
    [InlineData("en_US.UTF-8", true)]
    [InlineData("de_DE@euro", true)]
    [InlineData("C.UTF-8", true)]
    [InlineData("POSIX", true)]
    [InlineData("english", false)]
    [InlineData("en_us", false)]
    [InlineData("EN_US", false)]
    [InlineData("en_US.UTF-8\nreboot", false)]
    public void A_language(string value, bool can) => Assert.Equal(can, AttributeForm.Locale.WhyNot(value) is null);

    [Theory]
    [InlineData("Europe/Berlin", true)]
    [InlineData("UTC", true)]
    [InlineData("America/Argentina/Buenos_Aires", true)]
    [InlineData("Etc/GMT+1", true)]
    [InlineData("Europe/Berlln", false)]
    [InlineData("/etc/passwd", false)]
    [InlineData("../../etc/passwd", false)]
    [InlineData("Europe//Berlin", false)]
    [InlineData("Europe/", false)]
    [InlineData("Europe/Berlin --utc", false)]
    public void A_time_zone(string value, bool can) => Assert.Equal(can, AttributeForm.TimeZone.WhyNot(value) is null);

    [Theory]
    [InlineData("us", true)]
    [InlineData("de-latin1", true)]
    [InlineData("us (intl)", true)]
    [InlineData("--vckeymap=de --xlayouts='de'", true)]
    [InlineData("us\nreboot", false)]
    [InlineData("--vckeymap=de\nreboot", false)]
    [InlineData("us;reboot", false)]
    public void A_keyboard(string value, bool can) => Assert.Equal(can, AttributeForm.Keyboard.WhyNot(value) is null);

    [Theory]
    [InlineData("nomodeset crashkernel=auto mitigations=auto,nosmt module_blacklist=a,b root=/dev/x nfs=[fe80::1]:/a*", true)]
    [InlineData("it's", false)]
    [InlineData("memmap=4G$4G", false)]
    [InlineData("memmap=4G\\$4G", false)]
    [InlineData("a=`b`", false)]
    [InlineData("a;b", false)]
    [InlineData("quiet #later", false)]
    [InlineData("dyndbg=\"file x +p\"", false)]
    [InlineData("quiet\nsplash", false)]
    public void Words_of_a_kernel(string value, bool can) => Assert.Equal(can, AttributeForm.KernelWords.WhyNot(value) is null);

    [Theory]
    [InlineData("console=ttyS0 dyndbg=\"file x +p\" a;b color=#fff", true)]
    [InlineData("memmap=4G$4G price=$ {} }", true)]
    [InlineData("quiet || reboot", false)]
    [InlineData("a=${net0/mac}", false)]
    [InlineData("a=${b c}", false)]
    [InlineData("it's", false)]
    [InlineData("a=b\\c", false)]
    [InlineData("żółw", false)]
    [InlineData("quiet #later", false)]
    [InlineData("quiet\nsplash", false)]
    public void Words_of_an_installers_kernel(string value, bool can) => Assert.Equal(can, AttributeForm.InstallerWords.WhyNot(value) is null);

    [Fact]
    public void Words_of_an_installers_kernel_leave_room_for_what_else_stands_there()
    {
        Assert.Null(AttributeForm.InstallerWords.WhyNot(new string('x', 750)));
        Assert.NotNull(AttributeForm.InstallerWords.WhyNot(new string('x', 751)));
    }

    [Theory]
    [InlineData("ttyS0,115200n8r tty0 uart8250,mmio32,0xfe030000,115200 netcon0 00:02.0:0.0,9600", true)]
    [InlineData("ttyS0;reboot", false)]
    [InlineData("ttyS0\" --extlinux", false)]
    [InlineData("${net0/mac}", false)]
    [InlineData("ttyS0\ntty0", false)]
    public void Consoles(string value, bool can) => Assert.Equal(can, AttributeForm.Consoles.WhyNot(value) is null);

    [Fact]
    public void A_fingerprint_is_64_digits_with_colons_or_without()
    {
        var digits = string.Concat(Enumerable.Repeat("aF09", 16));
        Assert.Null(AttributeForm.Fingerprint.WhyNot(digits));
        Assert.Null(AttributeForm.Fingerprint.WhyNot(string.Join(':', digits.Chunk(2).Select(pair => new string(pair)))));
        Assert.NotNull(AttributeForm.Fingerprint.WhyNot(digits[..^1]));
        Assert.NotNull(AttributeForm.Fingerprint.WhyNot(digits[..^1] + "g"));
        Assert.NotNull(AttributeForm.Fingerprint.WhyNot(digits[..40]));
    }

    [Theory]
    [InlineData("wol command", null)]
    [InlineData("wol,command", null)]
    [InlineData("wol comand", "must be of ipmi, wol, command, with blanks between them: did you mean \"command\"?")]
    public void Any_of_some_words(string value, string? why) => Assert.Equal(why, AttributeForm.AnyOf(["ipmi", "wol", "command"]).WhyNot(value));

    [Theory]
    [InlineData("all", true)]
    [InlineData("no", true)]
    [InlineData("All", false)]
    public void Yes_no_or_a_word(string value, bool can) => Assert.Equal(can, AttributeForm.FlagOr("all").WhyNot(value) is null);

    [Fact]
    public void Each_well_known_name_comes_once_in_order_and_is_explained_in_a_sentence()
    {
        var names = WellKnownAttributes.All.Select(one => one.Name).ToArray();
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.Distinct(names);
        Assert.All(WellKnownAttributes.All, one => Assert.Matches(@"^[A-Zfk][^\n]*\.$", one.Help));
    }
}
