using BootService.Protocols.Tftp;
using CsCheck;
using Xunit;

namespace BootService.Protocols.Tests.Tftp;

public class TftpTermsTests
{
    private static readonly TftpLimits Ethernet = new(1468, 64);

    [Fact]
    public void Without_options_a_transfer_is_what_RFC_1350_says()
    {
        var terms = TftpTerms.Settle(default, TftpMode.Octet, 1000, Ethernet);
        Assert.Equal(new TftpTerms(512, 1, null, default), terms);
        Assert.False(terms.Granted.Any);
    }

    [Fact]
    public void A_wish_is_granted_up_to_the_limits_and_the_size_is_told() =>
        Assert.Equal(
            new TftpTerms(1468, 64, TimeSpan.FromSeconds(3), new TftpOptions(1468, 5L << 30, 3, 64)),
            TftpTerms.Settle(new TftpOptions(65_464, 0, 3, 65_535), TftpMode.Octet, 5L << 30, Ethernet));

    [Fact]
    public void A_netascii_transfer_gets_no_window() =>
        Assert.Null(TftpTerms.Settle(new TftpOptions(null, null, null, 8), TftpMode.NetAscii, 1, Ethernet).Granted.WindowSize);

    [Fact]
    public void Nothing_is_granted_that_was_not_asked_for_nor_more_of_it() =>
        Gen.Select(Gen.Int[8, 65_464].Nullable(), Gen.Int[1, 65_535].Nullable(), Gen.Bool, Gen.Int[1, 255].Nullable(), Gen.Int[8, 9000], Gen.Int[1, 64])
            .Sample((block, window, size, timeout, most, widest) =>
            {
                var asked = new TftpOptions(block, size ? 0 : null, timeout, window);
                var terms = TftpTerms.Settle(asked, TftpMode.Octet, 77, new TftpLimits(most, widest));
                Assert.Equal(block is null, terms.Granted.BlockSize is null);
                Assert.Equal(window is null, terms.Granted.WindowSize is null);
                Assert.Equal(size ? 77 : null, terms.Granted.TransferSize);
                Assert.Equal(timeout, terms.Granted.TimeoutSeconds);
                Assert.True(terms.BlockSize <= (block is null ? 512 : Math.Min(block.Value, most)));
                Assert.True(terms.WindowSize <= Math.Min(window ?? 1, widest));
            });
}
