using BootService.Protocols.Tftp;
using BootService.Tftp;
using Xunit;

namespace BootService.Tests.Tftp;

public class TftpHandoverTests
{
    [Fact]
    public void A_transfer_goes_on_where_it_was_and_its_client_hears_no_error()
    {
        using var before = new TftpBench(blockSize: 512);
        using var after = new TftpBench(blockSize: 512);
        var bytes = before.Write("f", 5000);
        after.Write("f", 5000);
        var peer = TftpBench.Peer(1);
        before.Request(peer, "f", new TftpOptions(512, 0, null, null));
        for (ushort block = 0; block < 4; block++)
        {
            before.Packet(peer, Acknowledge(block));
        }

        var open = Assert.Single(before.Engine.Leave());
        Assert.Empty(before.Take(peer));
        Assert.Equal((4L, 5000L, false), (open.FirstUnacked, open.Length, open.AwaitsOptions));

        after.Engine.Resume(open with { Version = null }, 0, after.Now);
        after.Engine.Flush();
        Assert.Equal(TftpOpcode.Error, Opcode(after.Take(peer)[^1])); // another file of that name: nothing is mixed

        after.Engine.Resume(open with { Version = VersionOf(after) }, 0, after.Now);
        after.Engine.Flush();
        var next = after.Take(peer)[^1];
        Assert.Equal(TftpOpcode.Data, Opcode(next));
        Assert.Equal(bytes.AsSpan(3 * 512, 512), next.AsSpan(4));
        Assert.Equal(1, after.Engine.Open);
    }

    [Fact]
    public void What_was_left_is_taken_once_and_not_when_it_is_old()
    {
        var folder = Directory.CreateTempSubdirectory("tftp-open-");
        var now = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
        var open = new OpenTransfer
        {
            Server = "10.1.1.1",
            ServerPort = 50_000,
            Peer = "10.1.0.9",
            PeerPort = 2070,
            Name = "f",
            Length = 7,
            Version = "v",
            Mode = TftpMode.Octet,
            Terms = new TftpTerms(1468, 4, TimeSpan.FromSeconds(3), new TftpOptions(1468, 7, 3, 4)),
            FirstUnacked = 70_000,
            IsSent = true,
        };
        TftpHandover.Write(folder.FullName, [open], now);
        Assert.Equal(open, Assert.Single(TftpHandover.Take(folder.FullName, now.AddSeconds(5))));
        Assert.Empty(TftpHandover.Take(folder.FullName, now.AddSeconds(5)));
        TftpHandover.Write(folder.FullName, [open], now);
        Assert.Empty(TftpHandover.Take(folder.FullName, now.AddMinutes(5)));
        File.WriteAllText(Path.Combine(folder.FullName, "tftp.open"), "no json");
        Assert.Empty(TftpHandover.Take(folder.FullName, now));
        folder.Delete(recursive: true);
    }

    private static string VersionOf(TftpBench bench) => ((BootService.Files.BootFile.OnDisk)bench.Folder.Find("f")).Version.ToString();

    private static TftpOpcode Opcode(byte[] packet) => (TftpOpcode)packet[1];

    private static byte[] Acknowledge(ushort block) => [0, 4, (byte)(block >> 8), (byte)block];
}
