using System.Text.Json.Serialization;

namespace BootService.Core.Inventories;

/// <summary>The word that each case has in JSON (<see cref="Stored.StoredJson"/>); what was written once must be read for good.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "change")]
[JsonDerivedType(typeof(NetworkSet), "network")]
[JsonDerivedType(typeof(NetworkRemoved), "network-removed")]
[JsonDerivedType(typeof(ApplianceSet), "appliance")]
[JsonDerivedType(typeof(ApplianceRemoved), "appliance-removed")]
[JsonDerivedType(typeof(HostSet), "host")]
[JsonDerivedType(typeof(HostRemoved), "host-removed")]
[JsonDerivedType(typeof(AttributeWritten), "attribute")]
[JsonDerivedType(typeof(AttributeRemoved), "attribute-removed")]
[JsonDerivedType(typeof(PalletSet), "pallet")]
[JsonDerivedType(typeof(PalletRemoved), "pallet-removed")]
[JsonDerivedType(typeof(BootEntrySet), "bootaction")]
[JsonDerivedType(typeof(BootEntryRemoved), "bootaction-removed")]
[JsonDerivedType(typeof(GroupSet), "group")]
[JsonDerivedType(typeof(GroupRemoved), "group-removed")]
[JsonDerivedType(typeof(CartSet), "cart")]
[JsonDerivedType(typeof(CartRemoved), "cart-removed")]
[JsonDerivedType(typeof(BoxAdded), "box")]
[JsonDerivedType(typeof(BoxRemoved), "box-removed")]
[JsonDerivedType(typeof(AttemptSet), "attempt")]
[JsonDerivedType(typeof(AttemptCounted), "attempt-counted")]
[JsonDerivedType(typeof(TokenSet), "token")]
[JsonDerivedType(typeof(TokenRemoved), "token-removed")]
[JsonDerivedType(typeof(PowerSwitched), "power")]
[JsonDerivedType(typeof(FrontendKeysRead), "frontend-keys")]
[JsonDerivedType(typeof(Audited), "audited")]
public abstract partial record Change;
