using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BootService.Firmware.Http;
using BootService.Firmware.Wire;
using CsCheck;
using Xunit;

namespace BootService.Firmware.Tests;

/// <summary>An answer is the same in whatever pieces it comes, and a file the same however it is cut.</summary>
public sealed class HttpPiecesTests
{
    private static readonly Gen<string> Answer = Gen.Select(
        Gen.OneOf(Gen.Const("HTTP/1.1 200 OK"), Gen.Const("HTTP/1.0 200 OK"), Gen.Const("HTTP/1.1 404 Not Found"), Gen.Const("HTTP/1.1 302 Found"),
            Gen.Const("HTTP/2 200"), Gen.Const("HTTP/1.1 x")),
        Gen.OneOf(Gen.Const("Content-Length: 5"), Gen.Const("content-length:0"), Gen.Const("Content-Length: 99"), Gen.Const("Content-Length: -1"),
            Gen.Const("Content-Length: 99999999999999999999"), Gen.Const("Connection: close"), Gen.Const("Transfer-Encoding: chunked"), Gen.Const("nonsense"))
            .Array[0, 3],
        Gen.OneOf(Gen.Const(""), Gen.Const("hello"), Gen.Const("hello and more"), Gen.Const("he\r\n\r\n")))
        .Select((first, fields, body) => string.Join("\r\n", [first, .. fields]) + "\r\n\r\n" + body);

    [Fact]
    public void Pieces_make_no_difference() =>
        Gen.Select(Answer, Gen.Bool, Gen.Int[1, 9].Array[1, 20]).Sample(
            (text, head, cuts) =>
            {
                var octets = Encoding.Latin1.GetBytes(text);
                using var whole = new HttpAnswer("u", head);
                using var pieces = new HttpAnswer("u", head);
                whole.Take(octets);
                for (int at = 0, cut = 0; at < octets.Length; cut++)
                {
                    var length = Math.Min(cuts[cut % cuts.Length], octets.Length - at);
                    pieces.Take(octets.AsSpan(at, length));
                    at += length;
                }

                whole.Closed();
                pieces.Closed();
                Assert.Equal(Said(whole), Said(pieces));
                Assert.True(whole.File is null != whole.Fault is null, text);
                Assert.True(whole.File is null || (whole.Status == 200 && (head || whole.File.Length == whole.Length)), text);
            },
            iter: 5000);

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", true, 5L, null)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", false, 0L, null)]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 5\r\n\r\n", true, 5L, "HTTP 404")]
    [InlineData("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", false, 0L, "HTTP 503")]
    [InlineData("HTTP/1.1 500 x\r\nContent-Length: 9\r\n\r\nline\r\nend", false, 9L, "HTTP 500: line end")]
    public void A_HEAD_ends_with_its_header_and_a_failure_with_its_sentence(string text, bool head, long? length, string? fault)
    {
        using var answer = new HttpAnswer("u", head);
        answer.Take(Encoding.Latin1.GetBytes(text));
        Assert.Equal((length, fault), (answer.Length, answer.Fault));
        Assert.Equal(fault is null, answer.File is not null);
        Assert.True(answer.IsOver);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", true)]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 0\r\n\r\n", false)]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", false)]
    public void A_connection_is_used_again_unless_one_side_says_no(string text, bool keeps)
    {
        using var answer = new HttpAnswer("u", head: false);
        answer.Take(Encoding.Latin1.GetBytes(text));
        Assert.Equal(keeps, answer.KeepsAlive);
    }

    [Fact]
    public void A_header_without_an_end_is_given_up()
    {
        using var answer = new HttpAnswer("u", head: false);
        for (var at = 0; at < 3000 && !answer.IsOver; at++)
        {
            answer.Take(Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"X-Field-{at}: {new string('x', 40)}\r\n")));
        }

        Assert.Equal("the answer's header has no end", answer.Fault);
    }

    [Fact]
    public void A_file_is_its_length_its_digest_and_its_beginning_however_it_is_cut() =>
        Gen.Byte.Array[0, 3000].Select(Gen.Int[1, 900].Array[1, 8]).Sample(
            (octets, cuts) =>
            {
                using var sink = new FileSink();
                for (int at = 0, cut = 0; at < octets.Length; cut++)
                {
                    var length = Math.Min(cuts[cut % cuts.Length], octets.Length - at);
                    sink.Take(octets.AsSpan(at, length));
                    at += length;
                }

                var file = sink.Finish("f", null);
                Assert.Equal((octets.LongLength, Convert.ToHexStringLower(SHA256.HashData(octets))), (file.Length, file.Digest));
                Assert.Equal(octets, file.Start.ToArray());
            },
            iter: 500);

    private static (int, long?, string?, bool, string?, string?) Said(HttpAnswer answer) =>
        (answer.Status, answer.Length, answer.Fault, answer.KeepsAlive, answer.File?.Digest, answer.File?.Text);
}
