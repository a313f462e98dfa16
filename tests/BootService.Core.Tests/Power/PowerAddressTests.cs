using BootService.Core.Power;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Power;

/// <summary>Where power is switched: names and addresses as people write them, and nothing that a program would take for an option.</summary>
public class PowerAddressTests
{
    [Theory]
    [InlineData("bmc-0-1", "bmc-0-1", 0)]
    [InlineData("bmc_1.lab.example:623", "bmc_1.lab.example", 623)]
    [InlineData("10.1.0.9", "10.1.0.9", 0)]
    [InlineData("10.1.0.9:65535", "10.1.0.9", 65_535)]
    [InlineData("fe80::1", "fe80::1", 0)]
    [InlineData("[fe80::1]", "fe80::1", 0)]
    [InlineData("[2001:db8::7]:443", "2001:db8::7", 443)]
    public void A_host_may_have_a_port(string text, string host, int port)
    {
        Assert.True(PowerAddress.TryParse(text, out var address));
        Assert.Equal((host, port), (address.Host, address.Port));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-bmc")]
    [InlineData("--help")]
    [InlineData("bmc:")]
    [InlineData("bmc:0")]
    [InlineData("bmc:65536")]
    [InlineData("bmc:-1")]
    [InlineData("bmc:+623")]
    [InlineData("bmc: 623")]
    [InlineData(":623")]
    [InlineData("bmc:623:1")]
    [InlineData("bmc one")]
    [InlineData("bmc;reboot")]
    [InlineData("user@bmc")]
    [InlineData("http://bmc")]
    [InlineData("[bmc]:1")]
    [InlineData("[fe80::1")]
    [InlineData("fe80::1]")]
    [InlineData("x[fe80::1]:1")]
    [InlineData("[fe80::1]x:1")]
    [InlineData("[::1]443")]
    public void Anything_else_is_none(string? text) => Assert.False(PowerAddress.TryParse(text, out _));

    [Fact]
    public void What_is_one_is_written_as_it_is_read() =>
        Gen.String[Gen.Char["ab09.:-_[]@ +"], 0, 14].Sample(
            text =>
            {
                if (PowerAddress.TryParse(text, out var address))
                {
                    Assert.True(PowerAddress.TryParse(address.ToString(), out var again), $"{text}: {address}");
                    Assert.Equal(address, again);
                    Assert.DoesNotMatch(@"^-|\s|@", address.Host);
                }
            },
            iter: 20_000);

    [Theory]
    [InlineData("switch --on 'node 7' \"a b\"", "switch|--on|node 7|a b")]
    [InlineData("a''b \"\" c", "ab||c")]
    [InlineData("it\"'\"s \\n", "it's|\\n")]
    [InlineData("  \t ", "")]
    [InlineData("$(reboot) `id` *", "$(reboot)|`id`|*")]
    public void A_program_s_line_is_cut_at_blanks_and_nothing_is_expanded(string line, string words) =>
        Assert.Equal(words, string.Join('|', CommandProtocol.Split(line)!));

    [Theory]
    [InlineData("a 'b")]
    [InlineData("a \"b' c")]
    public void A_quotation_mark_without_its_other_half_is_no_line(string line) => Assert.Null(CommandProtocol.Split(line));

    [Theory]
    [InlineData("", "", null)]
    [InlineData("out\n\n", "", "out")]
    [InlineData("out", "first\nlast.\n \n", "last")]
    public void A_program_s_last_line_is_what_it_says(string output, string error, string? last) =>
        Assert.Equal(last, new ToolAnswer(1, output, error).LastLine);
}
