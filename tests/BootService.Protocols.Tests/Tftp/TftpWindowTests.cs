using BootService.Protocols.Tftp;
using CsCheck;
using Xunit;

namespace BootService.Protocols.Tests.Tftp;

public class TftpWindowTests
{
    [Theory]
    [InlineData(0, 512, 1)]
    [InlineData(511, 512, 1)]
    [InlineData(512, 512, 2)]
    [InlineData(5L << 30, 1468, 3_657_159)]
    public void A_file_is_closed_by_a_short_block_even_an_empty_one(long length, int blockSize, long blocks) =>
        Assert.Equal(blocks, TftpWindow.Over(length, blockSize, 1).LastBlock);

    [Fact]
    public void A_window_is_sent_whole_and_moves_on_when_acknowledged()
    {
        var window = TftpWindow.Over(10_000, 100, 4);
        Assert.Equal(4, window.Ready);
        window = window.Sent();
        Assert.Equal(0, window.Ready);
        window = window.Acked(4);
        Assert.Equal((5, 5, 4), (window.FirstUnacked, window.NextToSend, window.Ready));
    }

    [Fact]
    public void An_acknowledgement_inside_the_window_asks_for_the_rest_again()
    {
        var window = TftpWindow.Over(10_000, 100, 8).Sent().Acked(3);
        Assert.Equal((4, 4, 11), (window.FirstUnacked, window.NextToSend, window.SendUpTo));
    }

    [Fact]
    public void A_repeated_acknowledgement_changes_nothing()
    {
        var window = TftpWindow.Over(10_000, 100, 1).Sent().Acked(1).Sent();
        Assert.Equal(window, window.Acked(1));
        Assert.Equal(window, window.Acked(0));
    }

    [Fact]
    public void An_acknowledgement_of_what_was_not_sent_changes_nothing()
    {
        var window = TftpWindow.Over(10_000, 100, 4).Sent();
        Assert.Equal(window, window.Acked(5));
        Assert.Equal(window, window.Acked(60_000));
    }

    [Fact]
    public void Block_numbers_roll_over_to_zero()
    {
        var window = new TftpWindow(65_530, 65_530, 1_000_000, 16).Sent().Acked(2);
        Assert.Equal(65_539, window.FirstUnacked);
    }

    [Fact]
    public void Every_transfer_ends_with_every_byte_whatever_the_wire_loses() =>
        Gen.Select(Gen.Int[0, 3000], Gen.Int[1, 64], Gen.Int[0, 40], Gen.Int).Sample((blocks, size, loss, seed) => Transfer(blocks, size, loss, seed));

    [Fact]
    public void A_transfer_past_the_rollover_ends_with_every_byte() => Transfer(200_000, 64, 5, 1);

    /// <summary>Sender and receiver over a wire that loses and repeats by seed.</summary>
    private static void Transfer(int blocks, int size, int lossPercent, int seed)
    {
        var random = new Random(seed);
        var sender = TftpWindow.Over((long)blocks * 8, 8, size);
        var receiver = new TftpReceiveWindow(0, 0, size);
        for (var turn = 0; !sender.Done; turn++)
        {
            Assert.True(turn < 100_000 + (blocks * 50), "the transfer does not end");
            var first = sender.NextToSend;
            Assert.InRange(sender.Ready, 0, size);
            sender = sender.Sent();
            ushort? answer = null;
            for (var block = first; block < sender.NextToSend; block++)
            {
                Assert.InRange(block, sender.FirstUnacked, sender.LastBlock);
                for (var copies = random.Next(100) < lossPercent ? 0 : 1 + (random.Next(50) / 49); copies > 0; copies--)
                {
                    var before = receiver.LastKept;
                    receiver = receiver.Received((ushort)block, block == sender.LastBlock, out var receipt);
                    Assert.True(receiver.LastKept == before || receiver.LastKept == block, "a block was kept out of its place");
                    if (receipt is TftpReceipt.KeepAndAcknowledge or TftpReceipt.AcknowledgeLast)
                    {
                        answer = receiver.Acknowledgement;
                    }
                }
            }

            if (answer is { } wire && random.Next(100) >= lossPercent)
            {
                var moved = sender.Acked(wire);
                sender = moved == sender ? sender.TimedOut() : moved;
            }
            else
            {
                receiver = receiver.TimedOut();
                sender = sender.TimedOut();
            }
        }

        Assert.Equal(blocks + 1, receiver.LastKept);
    }
}
