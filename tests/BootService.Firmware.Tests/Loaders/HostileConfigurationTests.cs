using System.Text;
using BootService.Firmware.Http;
using BootService.Firmware.Loaders;
using BootService.Firmware.Wire;
using BootService.Protocols.Net;
using BootService.Protocols.Road;
using CsCheck;
using Xunit;

namespace BootService.Firmware.Tests.Loaders;

/// <summary>Configurations, answers and scripts of servers that nobody can vouch for: they are read or told of, and every boot ends.</summary>
public sealed class HostileConfigurationTests
{
    private static readonly string[] Pieces =
    [
        "#!ipxe\n", "chain a\n", "chain http://10.1.1.1/a || goto x\n", ":x\n", "goto x\n", "kernel k ks=http://10.1.1.1/ks\n", "initrd i\n", "boot\n",
            "exit\n", "sleep 5\n",
        "set a ${a}${a}\n", "set a b\n", "imgfree\n", "isset ${a} && boot || exit\n", "${", "}", "||", "&&", " && \n", "default a\n", "label a\n",
            "append initrd=i ks=http://10.1.1.1/ks\n",
        "localboot 0\n", "menuentry 'a' {\n", "linux /k ks=http://10.1.1.1/ks\n", "initrd /i\n", "}\n", "'", "\"", "\\", "%packages\n", "%end\n",
            "url --url=http://10.1.1.1/os\n",
        "d-i mirror/suite string trixie\n", "\0", "\u00e4", "#cloud-config\nautoinstall:\n", "{\"ignition\":{\"version\":\"3.3.0\"}}", "{\"ignition\":1}",
            "[1]", "\r\n",
    ];

    private static readonly Gen<string> Text = Gen.Int[0, Pieces.Length - 1].Array[0, 14].Select(picks => string.Concat(picks.Select(pick => Pieces[pick])));

    [Fact]
    public void Every_boot_ends_and_says_how_whatever_the_files_hold() =>
        Gen.Select(Gen.Int[0, Persona.All.Count - 1], Text, Text, Gen.Bool).Sample(
            (which, first, second, alternates) =>
            {
                var boot = new Boot(Persona.All[which], new Machine(MacAddress.Parse("52:54:00:aa:bb:01")), new ServicePorts());
                var steps = 0;
                foreach (var step in boot.Steps())
                {
                    // A rehearsal that goes on for ever is a hung command.
                    Assert.InRange(++steps, 1, 3000);
                    switch (step)
                    {
                        case DhcpStep dhcp:
                            var offer = new Firmware.Dhcp.DhcpOffer(Ipv4.Parse("10.1.255.254"),
                                RecordedWire.Server)
                            { OptionFile = alternates ? "pxelinux.0" : "snponly.efi" };
                            dhcp.Result = new Firmware.Dhcp.DhcpResult(offer.Address, offer, null);
                            break;
                        case FileStep file:
                            file.File = File(alternates && steps % 2 == 0 ? second : first);
                            file.Verdict = StepVerdict.Ok;
                            break;
                    }
                }

                Assert.NotNull(boot.End);
                Assert.True(boot.End is not BootEnd.Failed failed || failed.Why.Length > 0);
            },
            iter: 4000);

    [Fact]
    public void Answers_are_read_or_their_fault_is_one_line() =>
        Text.Sample(
            text =>
            {
                foreach (var fault in (string?[])[KickstartReading.Of(text).Fault, PreseedReading.Of(text).Fault])
                {
                    Assert.True(fault is null || (fault.Length > 0 && !fault.Contains('\n', StringComparison.Ordinal)), fault);
                }

                _ = (GrubMenu.Default(text), PxelinuxMenu.Default(text, out _));
            },
            iter: 5000);

    [Fact]
    public void An_answer_of_HTTP_reads_alike_however_it_is_cut_and_never_more_than_it_announced() =>
        Gen.Select(
            Gen.OneOf(
                Gen.Const("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello, and more"), Gen.Const("HTTP/1.0 404 Not Found\r\ncontent-length:4\r\n\r\ngone"),
                Gen.Const("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
                    Gen.Const("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nabc"),
                Gen.Const("HTTP/1.1 500 Oops\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"), Gen.Const("HTTP/1.1 -1 x\r\n\r\n"),
                    Gen.Const("HTTP/2 200\r\n\r\n"),
                Gen.String[Gen.Char["HTP/1. 20\r\n:abC"], 0, 60]),
            Gen.Int[1, 20], Gen.Bool).Sample(
                (text, cut, head) =>
                {
                    using var whole = Take([text], head);
                    using var pieces = Take(text.Chunk(cut).Select(part => new string(part)), head);
                    Assert.Equal((whole.Status, whole.Length, whole.Fault, whole.File?.Digest),
                        (pieces.Status, pieces.Length, pieces.Fault, pieces.File?.Digest));
                    whole.Closed();
                    Assert.True(whole.IsOver);
                    Assert.True(whole.File is null || whole.File.Length <= whole.Length);
                },
                iter: 3000);

    [Fact]
    public void A_header_without_an_end_is_given_up()
    {
        using var answer = new HttpAnswer("http://10.1.1.1/f", head: false);
        answer.Take(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\n" + new string('x', 70_000)));
        Assert.Equal("the answer's header has no end", answer.Fault);
    }

    [Theory]
    [InlineData("ds=nocloud;s=http://10.1.1.1/x/ autoinstall", "http://10.1.1.1/x/")]
    [InlineData("ds=nocloud-net;s=http://10.1.1.1/x/", "http://10.1.1.1/x/")]
    [InlineData("ds=nocloud", null)]
    [InlineData("ds=ec2;s=http://10.1.1.1/x/", null)]
    [InlineData("quiet", null)]
    public void Where_a_seed_is_stands_in_the_command_line(string line, string? seed) => Assert.Equal(seed, UbuntuInstaller.Seed(line));

    private static HttpAnswer Take(IEnumerable<string> pieces, bool head)
    {
        var answer = new HttpAnswer("http://10.1.1.1/f", head);
        foreach (var piece in pieces)
        {
            answer.Take(Encoding.ASCII.GetBytes(piece));
        }

        return answer;
    }

    private static FetchedFile File(string text)
    {
        using var sink = new FileSink();
        sink.Take(Encoding.UTF8.GetBytes(text));
        return sink.Finish("file", null);
    }
}
