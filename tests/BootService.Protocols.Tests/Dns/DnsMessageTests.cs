using BootService.Protocols.Dns;
using BootService.Protocols.Net;
using CsCheck;
using Xunit;

namespace BootService.Protocols.Tests.Dns;

public sealed class DnsMessageTests
{
    private static readonly byte[] Plain = Convert.FromHexString(
        "1234" + "0100" + "0001" + "0000" + "0000" + "0000" + "04484f5354" + "056c6f63616c00" + "0001" + "0001");

    private static readonly byte[] WithOptions = [.. Plain[..11], 1, .. Plain[12..], .. Convert.FromHexString("00" + "0029" + "04d0" + "00000000" + "0000")];

    [Fact]
    public void A_question_is_read_in_place()
    {
        Assert.Equal(DnsFault.None, DnsQuestion.TryParse(Plain, out var question));
        Span<char> name = stackalloc char[DnsQuestion.LongestName];
        Assert.Equal("host.local", name[..question.CopyName(name)].ToString());
        Assert.Equal((0x1234, DnsType.Address, true, true, false, 512),
            (question.Id, question.Type, question.IsInternet, question.WantsRecursion, question.HasOptions, question.Room));
        Assert.Equal(Plain.Length, question.End);
    }

    [Fact]
    public void Edns_says_how_long_an_answer_may_be_and_which_version_is_spoken()
    {
        Assert.Equal(DnsFault.None, DnsQuestion.TryParse(WithOptions, out var question));
        Assert.Equal((true, 1232), (question.HasOptions, question.Room));
        byte[] later = [.. WithOptions];
        later[^5] = 1;
        Assert.Equal(DnsFault.OtherVersion, DnsQuestion.TryParse(later, out _));
    }

    [Theory]
    [InlineData("", DnsFault.NoQuestion)]
    [InlineData("123401000001000000000000", DnsFault.Malformed)]
    [InlineData("12348100000100000000000004484f53540000010001", DnsFault.NoQuestion)]
    [InlineData("12342800000100000000000004484f53540000010001", DnsFault.OtherOperation)]
    [InlineData("12340100000200000000000004484f53540000010001", DnsFault.Malformed)]
    [InlineData("12340100000100000000000004484f535400000100", DnsFault.Malformed)]
    [InlineData("123401000001000000000000c00c00010001", DnsFault.Malformed)]
    [InlineData("12340100000100010000000004484f53540000010001", DnsFault.Malformed)]
    public void What_is_no_question_is_told_apart(string octets, DnsFault fault) =>
        Assert.Equal(fault, DnsQuestion.TryParse(Convert.FromHexString(octets), out _));

    [Fact]
    public void A_label_with_a_dot_in_it_is_no_host_s_name()
    {
        byte[] dotted = [.. Plain[..12], 10, .. "host.local"u8, 0, 0, 1, 0, 1];
        Assert.Equal(DnsFault.None, DnsQuestion.TryParse(dotted, out var question));
        Span<char> name = stackalloc char[DnsQuestion.LongestName];
        Assert.NotEqual("host.local", name[..question.CopyName(name)].ToString());
    }

    [Fact]
    public void No_octets_make_reading_or_answering_throw() => Gen.Byte.Array[0, 300].Sample(octets =>
    {
        var fault = DnsQuestion.TryParse(octets, out var question);
        if (fault is DnsFault.NoQuestion)
        {
            return;
        }

        var room = new byte[512];
        var writer = new DnsAnswerWriter(room, question, room.Length);
        if (fault is DnsFault.None)
        {
            Span<char> name = stackalloc char[DnsQuestion.LongestName + 2];
            _ = question.CopyName(name);
            writer.AddAddress(new Ipv4(1), 60);
        }

        Assert.InRange(writer.Finish(DnsCode.None, isOurs: true, asksOthers: false), 12, 512);
    });

    [Fact]
    public void An_answer_has_the_octets_of_rfc_1035()
    {
        Assert.Equal(DnsFault.None, DnsQuestion.TryParse(Plain, out var question));
        var room = new byte[512];
        var writer = new DnsAnswerWriter(room, question, room.Length);
        writer.AddAddress(Ipv4.Parse("10.1.255.254"), 60);
        var length = writer.Finish(DnsCode.None, isOurs: true, asksOthers: false);
        Assert.Equal(
            "1234" + "8500" + "0001" + "0001" + "0000" + "0000" + "04484f5354" + "056c6f63616c00" + "0001" + "0001" + "c00c" + "0001" + "0001" + "0000003c"
                + "0004" + "0a01fffe",
            Convert.ToHexString(room.AsSpan(0, length)).ToLowerInvariant());
    }

    [Fact]
    public void What_does_not_fit_is_left_out_and_said_to_be()
    {
        Assert.Equal(DnsFault.None, DnsQuestion.TryParse(Plain, out var question));
        var room = new byte[512];
        var writer = new DnsAnswerWriter(room, question, DnsQuestion.PlainAnswer);
        for (var host = 0; host < 100; host++)
        {
            writer.AddAddress(new Ipv4((uint)host), 60);
        }

        var length = writer.Finish(DnsCode.None, isOurs: true, asksOthers: false);
        Assert.InRange(length, 400, DnsQuestion.PlainAnswer);
        Assert.Equal(0x02, room[2] & 0x02);
        Assert.Equal((length - Plain.Length) / 16, room[7]);
    }

    [Fact]
    public void A_missing_name_comes_with_its_zone_and_options_are_answered()
    {
        Assert.Equal(DnsFault.None, DnsQuestion.TryParse(WithOptions, out var question));
        var room = new byte[512];
        var writer = new DnsAnswerWriter(room, question, room.Length);
        writer.AddAuthority("local", "frontend.local", 7, 10, isAnswer: false);
        var length = writer.Finish(DnsCode.NoSuchName, isOurs: true, asksOthers: true);
        Assert.Equal((3 | 0x80, 0, 1, 1), (room[3], room[7], room[9], room[11]));
        Assert.Equal("0000290" + "4d0", Convert.ToHexString(room.AsSpan(length - 11, 5)).ToLowerInvariant());
    }
}
