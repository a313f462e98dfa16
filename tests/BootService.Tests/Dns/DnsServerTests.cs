using System.Net;
using System.Net.Sockets;
using BootService.Core.Hosts;
using BootService.Core.Inventories;
using BootService.Core.Networks;
using BootService.Core.Stores;
using BootService.Dns;
using BootService.Doors;
using BootService.Interfaces;
using BootService.Protocols.Dns;
using BootService.Protocols.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace BootService.Tests.Dns;

/// <summary>The name server on real sockets of the loopback interface.</summary>
public sealed class DnsServerTests : IAppliance, IDisposable
{
    private static readonly Frontend Frontend = new(
        "frontend", "local", "lo", MacAddress.Parse("52:54:00:00:00:01"), Ipv4.Parse("127.0.0.1"), Ipv4Network.Parse("127.0.0.0/8"), 80)
    { ServesNames = true };

    private readonly List<IDisposable> _open = [];

    public Inventory Current { get; private set; } = Inventory.Empty(Frontend).With(
        new Change.NetworkSet(new Network(Network.Private, Ipv4Network.Parse("10.1.0.0/16")) { Zone = "local" }),
        new Change.HostSet(HostAt("backend-0-0", "10.1.0.7")));

    public void Dispose() => _open.ForEach(one => one.Dispose());

    public Task<T> CommitAsync<T>(Func<Inventory, Proposal<T>> propose, CancellationToken cancel) => throw new NotSupportedException();

    [Fact]
    public void A_name_is_answered_and_a_new_host_is_known_at_once()
    {
        var server = Start();
        Assert.EndsWith("0A010007", Ask(server, "backend-0-0.local"), StringComparison.Ordinal);
        Assert.Equal("8503", Ask(server, "backend-0-1.local")[4..8]);
        Current = Current.With(new Change.HostSet(HostAt("backend-0-1", "10.1.0.8")));
        Assert.EndsWith("0A010008", Ask(server, "backend-0-1.local"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_that_is_gone_again_before_it_could_be_opened_costs_names_until_the_next_look_and_not_for_good()
    {
        var server = Start();
        Assert.Throws<IOException>(() => server.Follow(Links("127.0.0.1", "192.0.2.77")));
        server.Follow(Links("127.0.0.1"));
        Assert.EndsWith("0A010007", Ask(server, "backend-0-0.local"), StringComparison.Ordinal);
    }

    [Fact]
    public void Others_names_are_refused_where_nobody_is_asked() => Assert.Equal("8105", Ask(Start(), "www.example.com")[4..8]);

    [Fact]
    public void Others_names_are_asked_of_the_next_server_when_the_first_is_silent()
    {
        using var silent = Listen();
        using var other = Listen();
        var server = Start($"{silent.LocalEndPoint},{other.LocalEndPoint}");
        using var asker = Listen();
        var question = Question("www.example.com");
        asker.SendTo(question, server.Local[0].ToEndPoint());
        Answer(other, [192, 0, 2, 1]);
        var room = new byte[512];
        var length = asker.Receive(room);
        Assert.Equal(question[..2], room[..2]);
        Assert.Equal([192, 0, 2, 1], room[(length - 4)..length]);
    }

    /// <summary>Who is silent costs the first question alone his time.</summary>
    [Fact]
    public void The_server_that_answered_is_asked_first_until_it_is_silent()
    {
        using var silent = Listen();
        using var other = Listen();
        var server = Start($"{silent.LocalEndPoint},{other.LocalEndPoint}");
        using var asker = Listen();
        for (var number = 0; number < 5; number++)
        {
            asker.SendTo(Question($"www{number}.example.com"), server.Local[0].ToEndPoint());
            Answer(other, [192, 0, 2, (byte)number]);
            var room = new byte[512];
            Assert.Equal(number, room[asker.Receive(room) - 1]);
        }

        Assert.Equal(1, Waiting(silent));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Who_cannot_say_is_passed_over_and_his_word_is_the_last_when_nobody_can(int code)
    {
        using var first = Listen();
        using var second = Listen();
        var server = Start($"{first.LocalEndPoint},{second.LocalEndPoint}");
        using var asker = Listen();
        asker.SendTo(Question("www.example.com"), server.Local[0].ToEndPoint());
        AnswerCode(first, code);
        Answer(second, [192, 0, 2, 1]);
        var room = new byte[512];
        Assert.Equal(1, room[asker.Receive(room) - 1]);

        asker.SendTo(Question("www2.example.com"), server.Local[0].ToEndPoint());
        AnswerCode(second, code);
        AnswerCode(first, code);
        _ = asker.Receive(room);
        Assert.Equal(code, room[3] & 0xF);
    }

    [Fact]
    public void An_answer_from_somebody_else_is_not_believed()
    {
        using var other = Listen();
        using var liar = Listen();
        var server = Start($"{other.LocalEndPoint}");
        using var asker = Listen();
        asker.SendTo(Question("www.example.com"), server.Local[0].ToEndPoint());
        var room = new byte[512];
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        var length = other.ReceiveFrom(room, ref from);
        byte[] lie = [.. room[..2], 0x81, 0x80, .. room[4..length]];
        liar.SendTo(lie, from);
        lie[0] ^= 1;
        other.SendTo(lie, from); // from the right one with the wrong number
        lie[0] ^= 1;
        lie[3] = 0x83;
        other.SendTo(lie, from);
        var got = asker.Receive(room);
        Assert.True(got > 0);
        Assert.Equal(0x83, room[3]);
    }

    [Fact]
    public void One_asker_has_no_more_than_his_part_under_way()
    {
        using var silent = Listen();
        var server = Start($"{silent.LocalEndPoint}");
        using var asker = Listen();
        for (var number = 0; number < 2 * ForwardedQuestions.MostOfAsker; number++)
        {
            asker.SendTo(Question($"www{number}.example.com"), server.Local[0].ToEndPoint());
        }

        Assert.EndsWith("0A010007", Ask(server, "backend-0-0.local"), StringComparison.Ordinal); // all before it were seen
        Assert.Equal((ForwardedQuestions.MostOfAsker, ForwardedQuestions.MostOfAsker), (server.Counters.Forwarded, server.Counters.Busy));
    }

    [Fact]
    public async Task The_same_is_said_over_tcp_question_after_question()
    {
        var server = Start();
        using var client = new TcpClient();
        await client.ConnectAsync(server.Local[0].ToEndPoint(), TestContext.Current.CancellationToken);
        for (var number = 0; number < 3; number++)
        {
            var question = Question("backend-0-0.local");
            await client.GetStream().WriteAsync((byte[])[0, (byte)question.Length, .. question], TestContext.Current.CancellationToken);
            var length = new byte[2];
            await client.GetStream().ReadExactlyAsync(length, TestContext.Current.CancellationToken);
            var answer = new byte[length[1]];
            await client.GetStream().ReadExactlyAsync(answer, TestContext.Current.CancellationToken);
            Assert.EndsWith("0A010007", Convert.ToHexString(answer), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Answering_allocates_nothing()
    {
        var responder = new DnsResponder(this, asksOthers: false);
        var (counters, room) = (new DnsCounters(), new byte[1500]);
        byte[][] questions =
            [Question("backend-0-0.local"), Question("nobody.local"), Question("7.0.1.10.in-addr.arpa", DnsType.NameOfAddress), Question("www.example.com")];
        void Answer()
        {
            foreach (var question in questions)
            {
                Assert.True(responder.Answer(question, room, isStream: false, counters, out _) > 0);
            }
        }

        Answer();
        Assert.Equal(0, Allocation.Of(Answer));
    }

    [Fact]
    public void A_port_that_another_program_has_is_told_in_a_sentence()
    {
        using var taken = Listen();
        var why = DnsServer.WhyNot(new DnsSettings { Port = ((IPEndPoint)taken.LocalEndPoint!).Port }, Frontend);
        Assert.Contains("is in use by another program", why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.0.0.1, 10.0.0.2:5353", null)]
    [InlineData("system", null)]
    [InlineData("ns.example.com", "Dns:Forwarders names \"ns.example.com\"; write the IPv4 addresses of name servers with commas between, or system")]
    public void Settings_say_what_is_wrong_with_them(string forwarders, string? fault) =>
        Assert.Equal(fault, new DnsSettings { Forwarders = forwarders }.Faults().SingleOrDefault());

    private static Host HostAt(string name, string address) => new(HostName.Parse(name), "backend", 0, 0)
    {
        Interfaces = [new HostInterface("eth0", null, Ipv4.Parse(address), Network.Private, IsDefault: true)],
    };

    private static Socket Listen()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 20_000 };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private static byte[] Question(string name, DnsType type = DnsType.Address)
    {
        var labels = name.Split('.').SelectMany(label => System.Text.Encoding.ASCII.GetBytes(label).Prepend((byte)label.Length));
        return [(byte)Random.Shared.Next(256), 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. labels, 0, 0, (byte)type, 0, 1];
    }

    private static string Ask(DnsServer server, string name)
    {
        using var asker = Listen();
        asker.SendTo(Question(name), server.Local[0].ToEndPoint());
        var room = new byte[512];
        return Convert.ToHexString(room.AsSpan(0, asker.Receive(room)));
    }

    /// <summary>Answers the next question as another server would.</summary>
    private static void Answer(Socket server, byte[] address) => Answer(
        server, question => [.. question[..2], 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0, .. question[12..], 0xC0, 0x0C, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, .. address]);

    private static void AnswerCode(Socket server, int code) =>
        Answer(server, question => [.. question[..2], 0x81, (byte)(0x80 | code), 0, 1, 0, 0, 0, 0, 0, 0, .. question[12..]]);

    private static void Answer(Socket server, Func<byte[], byte[]> say)
    {
        var room = new byte[512];
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        var length = server.ReceiveFrom(room, ref from);
        server.SendTo(say(room[..length]), from);
    }

    private static int Waiting(Socket server)
    {
        var (count, room) = (0, new byte[512]);
        for (; server.Available > 0; count++)
        {
            _ = server.Receive(room);
        }

        return count;
    }

    private static BootLinks Links(params string[] addresses) =>
        new(Frontend, [.. addresses.Select(address => new BootLink(Frontend with { Address = Ipv4.Parse(address) }, 1, null))]);

    private DnsServer Start(string? forwarders = null)
    {
        var server = new DnsServer(
            new DnsSettings { Port = 0, Forwarders = forwarders }, this, new Strangers(this, new DoorSettings()), TimeProvider.System,
            NullLogger<DnsServer>.Instance);
        _open.Add(server);
        server.StartAsync(TestContext.Current.CancellationToken).GetAwaiter().GetResult();
        return server;
    }
}
