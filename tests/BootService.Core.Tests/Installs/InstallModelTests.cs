using BootService.Core.Installs;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Installs;

/// <summary>
/// A machine and a frontend to which everything happens that can: whatever the order, the machine ends installed once or its attempt says why not.
/// </summary>
public sealed class InstallModelTests
{
    [Fact]
    public void Whatever_goes_wrong_a_machine_is_installed_once_or_its_attempt_says_why_not() =>
        Gen.Select(Gen.Enum<Mishap>(), Gen.Int[0, 9]).Array[0, 80].Sample(
            mishaps =>
            {
                var room = new InstallRoom();
                foreach (var (mishap, size) in mishaps)
                {
                    room.Step(mishap, size);
                }

                room.ComeToRest();
            },
            iter: 1000);

    [Fact]
    public void Without_a_mishap_a_machine_is_installed_at_its_first_boot()
    {
        var room = new InstallRoom();
        room.ComeToRest();
        Assert.Equal((1, 1), (room.Handouts, room.Wipes));
        Assert.True(room.IsUp);
    }

    [Fact]
    public void A_machine_that_is_never_heard_is_installed_as_often_as_allowed_then_stuck_and_believed_once_it_is_heard()
    {
        var room = new InstallRoom();
        for (var step = 0; step < 200; step++)
        {
            room.Step(room.IsReporting ? Mishap.RequestLost : Mishap.None, 0);
        }

        Assert.Equal((3, 3), (room.Handouts, room.Wipes));
        Assert.Contains("never reported done", room.Attempt.Why, StringComparison.Ordinal);
        room.ComeToRest();
        Assert.Equal((AttemptState.Confirmed, 3), (room.Attempt.State, room.Wipes));
    }
}
