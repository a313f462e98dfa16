using BootService.Firmware.Tftp;
using BootService.Firmware.Wire;
using BootService.Protocols.Net;
using BootService.Protocols.Tftp;
using CsCheck;
using Xunit;

namespace BootService.Firmware.Tests.Tftp;

/// <summary>Whole files over a wire that loses, repeats and mixes up: what arrives is the file, or it is told that none did.</summary>
public sealed class LossyTransferTests
{
    private static readonly TftpDialect[] Dialects = [TftpDialect.Ipxe, TftpDialect.Edk2, TftpDialect.Shim, TftpDialect.Grub, TftpDialect.Pxelinux,
        TftpDialect.IntelBios];

    [Fact]
    public void What_arrives_is_the_file_or_nothing() =>
        Gen.Select(Gen.Int[0, Dialects.Length - 1], Gen.Int[0, 20_000], Gen.Int[0, 40], Gen.Int[0, 20], Gen.Int).Sample(
            (dialect, length, lossPercent, doublePercent, seed) =>
            {
                var content = new byte[length];
                new Random(seed).NextBytes(content);
                var server = new Server(content, grantedBlock: 512, grantedWindow: 4);
                using var fetch = new TftpFetch(Dialects[dialect], RecordedWire.Server, 69, "file");
                server.Carry(fetch, new Random(seed), lossPercent, doublePercent);
                Assert.True(fetch.IsOver);
                Assert.True(fetch.File is null != fetch.Fault is null);
                if (fetch.File is { } file)
                {
                    Assert.Equal(length, file.Length);
                    Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content)), file.Digest);
                }

                Assert.True(lossPercent > 0 || fetch.File is not null, fetch.Fault);
            },
            iter: 400);

    [Theory]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(70_000)]
    public void The_number_of_a_block_may_come_round_again(int blocks)
    {
        var content = new byte[blocks * 8];
        new Random(blocks).NextBytes(content);
        var server = new Server(content, grantedBlock: 8, grantedWindow: 4);
        using var fetch = new TftpFetch(TftpDialect.Shim, RecordedWire.Server, 69, "file");
        server.Carry(fetch, new Random(1), lossPercent: 1, doublePercent: 1);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content)), fetch.File?.Digest);
    }

    [Fact]
    public void Whatever_a_server_says_nothing_is_thrown_and_silence_ends_it() =>
        Gen.Select(Gen.Int[0, Dialects.Length - 1], Gen.Byte.Array[0, 60].Array[0, 30], Gen.Int[0, 6]).Sample(
            (dialect, packets, opcode) =>
            {
                var wire = new RecordedWire();
                using var fetch = new TftpFetch(Dialects[dialect], RecordedWire.Server, 69, "file");
                fetch.Begin(default, wire);
                foreach (var packet in packets)
                {
                    // Half of them look like TFTP.
                    byte[] sent = opcode < 4 ? packet : [0, (byte)opcode, .. packet];
                    fetch.Receive(sent, RecordedWire.Server, 2000, default, wire);
                }

                for (var passes = 0; !fetch.IsOver; passes++)
                {
                    Assert.InRange(passes, 0, 20);
                    fetch.Pass(fetch.Deadline, wire);
                }
            },
            iter: 5000);

    /// <summary>A server of one file, and the wire to it.</summary>
    private sealed class Server(byte[] content, int grantedBlock, int grantedWindow) : IWire
    {
        private readonly Queue<byte[]> _toServer = new();
        private readonly List<byte[]> _toClient = [];
        private int _block = TftpOptions.DefaultBlockSize;
        private int _window = 1;
        private ushort _port = 2000;

        private int Blocks => (content.Length / _block) + 1;

        public void Carry(TftpFetch fetch, Random random, int lossPercent, int doublePercent)
        {
            fetch.Begin(default, this);
            for (var turns = 0; !fetch.IsOver && turns < 1_000_000; turns++)
            {
                while (_toServer.TryDequeue(out var asked))
                {
                    Answer(asked);
                }

                var arriving = _toClient.Where(_ => random.Next(100) >= lossPercent)
                    .SelectMany(packet => Enumerable.Repeat(packet, random.Next(100) < doublePercent ? 2 : 1)).ToList();
                _toClient.Clear();
                if (arriving.Count > 1 && random.Next(100) < doublePercent)
                {
                    (arriving[0], arriving[1]) = (arriving[1], arriving[0]);
                }

                foreach (var packet in arriving)
                {
                    fetch.Receive(packet, RecordedWire.Server, _port, default, this);
                }

                if (_toServer.Count == 0 && !fetch.IsOver)
                {
                    fetch.Pass(fetch.Deadline, this);
                }
            }
        }

        public void Send(ReadOnlySpan<byte> datagram, Ipv4 to, ushort port) => _toServer.Enqueue(datagram.ToArray());

        public void ChangePort() => _port++;

        private void Answer(byte[] asked)
        {
            switch (asked[1])
            {
                case 1:
                    Grant(System.Text.Encoding.ASCII.GetString(asked[2..]).Split('\0'));
                    break;
                case 4:
                    SendFrom(((asked[2] << 8) | asked[3]) + 1);
                    break;
                case 5:
                    _toClient.Clear();
                    break;
            }
        }

        private void Grant(string[] words)
        {
            _toClient.Clear();
            int? Asked(string option) => Array.IndexOf(words, option, 2) is > 0 and var at ? int.Parse(words[at + 1]) : null;
            _block = Asked("blksize") is { } size ? Math.Min(size, grantedBlock) : TftpOptions.DefaultBlockSize;
            _window = Asked("windowsize") is { } window ? Math.Min(window, grantedWindow) : 1;
            var options = new TftpOptions(
                Asked("blksize") is null ? null : _block, Asked("tsize") is null ? null : content.Length, null, Asked("windowsize") is null ? null : _window);
            var packet = new byte[100];
            _toClient.Add(packet[..TftpWriter.OptionAcknowledge(packet, options)]);
            _sent = 0;
        }

        private long _sent;

        private void SendFrom(int wire)
        {
            // The block meant is the one nearest to the last that was sent.
            var first = _sent + (short)(ushort)(wire - (ushort)_sent);
            for (var block = first; block < first + _window && block <= Blocks; block++)
            {
                if (block < 1)
                {
                    continue;
                }

                var data = content.AsSpan((int)((block - 1) * _block), (int)Math.Min(_block, content.Length - ((block - 1) * _block)));
                var packet = new byte[4 + data.Length];
                TftpWriter.DataHeader(packet, (int)(block & 0xFFFF));
                data.CopyTo(packet.AsSpan(4));
                _toClient.Add(packet);
                _sent = Math.Max(_sent, block);
            }
        }
    }
}
