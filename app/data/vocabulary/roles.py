"""The vocabulary of roles: what a column, an event name or an event property can mean. A row each."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, replace

from app.data.columns.column import ColumnType
from app.data.vocabulary.event_words import named_in_other_languages
from app.data.vocabulary.header_words import called_in_other_languages
from app.data.zones import zone_names
from app.registry import Registry

_STATUSES = frozenset(
    {
        "active",
        "inactive",
        "enabled",
        "disabled",
        "cancelled",
        "canceled",
        "bounced",
        "complained",
        "pending",
        "archived",
    }
    | {"member", "candidate", "open", "closed", "new", "subscribed", "unsubscribed", "invited", "declined", "deleted"}
)
"""What a column called “state” says where that is no part of a country."""


@dataclass(frozen=True, slots=True)
class Role:
    """A meaning, and how it is recognised.

    `names` are those that people give it, in lower case with underscores, the likeliest first. A column with the role
    must have its `type`, if there is one; else it is guessed where the column `looks` so, value by value, or is of one
    of the types in `guessed`. By a consent, people agree to be written to: `agrees_to` says what that is in words,
    `address` by which role they are reached.
    """

    name: str
    names: str
    type: ColumnType | None = None
    guessed: tuple[ColumnType, ...] = (ColumnType.TEXT,)
    looks: Callable[[str], bool] | None = None
    agrees_to: str = ""
    address: str = ""

    @property
    def known(self) -> tuple[str, ...]:
        """Its names, one by one."""
        return tuple(self.names.split())


def _has_at(text: str) -> bool:
    return "@" in text


def _is_zone(text: str) -> bool:
    return text in zone_names()


def _is_no_status(text: str) -> bool:
    return not text.strip().isdigit() and text.strip().lower() not in _STATUSES


def _registry(*roles: Role) -> Registry[Role]:
    return Registry(roles, lambda role: role.name)


def _of_events(*roles: Role) -> Registry[Role]:
    """Events are called in the words of whoever records them: in English, and in other languages."""
    return _registry(*(replace(role, names=f"{role.names} {named_in_other_languages(role.name)}") for role in roles))


ATTRIBUTE_ROLES = _registry(
    Role(
        "email",
        "email e_mail email_address mail contact_email customer_email user_email e_mail_1_value billing_email emails",
        looks=_has_at,
    ),
    Role(
        "phone",
        "phone phone_number mobile mobile_phone cell cell_phone cellphone telephone tel msisdn sms phone_1_value "
        "billing_phone",
    ),
    Role("timezone", f"timezone time_zone tz {called_in_other_languages('timezone')}", looks=_is_zone),
    Role("country", "country country_code country_id country_region default_address_country_code cc"),
    Role("region", "region state province state_region", looks=_is_no_status),
    Role("city", "city town"),
    Role("latitude", "latitude lat", type=ColumnType.NUMBER),
    Role("longitude", "longitude lon lng long", type=ColumnType.NUMBER),
    Role("first_name", "first_name firstname given_name fname"),
    Role("last_name", "last_name lastname surname family_name lname"),
    Role("birthday", "birthday birth_date birthdate date_of_birth dob born", guessed=(ColumnType.DATE,)),
    Role(
        "created_at",
        "created_at created signup_date sign_up signed_up_at joined joined_at join_date "
        "registered_at registration_date create_date created_date date_created date_added "
        "profile_created_on added_time optin_time created_time date_joined registration first_seen created_on",
        guessed=(ColumnType.DATE, ColumnType.INSTANT),
    ),
    Role(
        "email_consent",
        "email_consent email_ok email_opt_in email_optin email_subscribed accepts_email_marketing "
        "email_marketing_consent accepts_marketing marketing_consent marketing_opt_in marketing_optin gdpr_consent "
        "gdpr_opt_in newsletter newsletter_subscription newsletter_subscribed subscribed_to_newsletter is_subscribed "
        "newsletter_ok newsletter_consent newsletter_opt_in newsletter_optin newsletter_permission newsletter_allowed "
        "email_permission email_allowed mail_ok mail_consent mail_opt_in mail_optin mailing_ok mailing_consent "
        "opt_in optin subscribed email_subscriber newsletter_subscriber subscribed_to_emails subscribed_to_email "
        "receives_emails receives_newsletter",
        type=ColumnType.BOOLEAN,
        agrees_to="e-mail",
        address="email",
    ),
    Role(
        "sms_consent",
        "sms_consent sms_ok sms_opt_in sms_optin sms_subscribed accepts_sms_marketing sms_marketing_consent",
        type=ColumnType.BOOLEAN,
        agrees_to="text messages",
        address="phone",
    ),
    Role(
        "push_token",
        "push_token device_token push_device_token fcm_token apns_token expo_push_token push_registration_id "
        "registration_token push_id onesignal_id",
    ),
    Role(
        "push_consent",
        "push_consent push_ok push_opt_in push_optin push_subscribed accepts_push_marketing push_marketing_consent "
        "push_enabled push_subscribe web_push_opt_in",
        type=ColumnType.BOOLEAN,
        agrees_to="push messages",
        address="push_token",
    ),
    Role(
        "ad_consent",
        "ad_consent ads_consent ad_ok ads_opt_in ad_opt_in advertising_consent accepts_ads ad_marketing_consent "
        "ad_user_data_consent ad_personalization_consent custom_audience_consent",
        type=ColumnType.BOOLEAN,
        agrees_to="ads",
    ),
    Role(
        "company",
        "company company_name organization organisation employer associated_company account_name organization_name "
        "organisation_name associated_company_name primary_company",
    ),
    Role(
        "trial_end",
        "trial_end trial_ends trial_end_date trial_ends_at trial_expires",
        guessed=(ColumnType.DATE, ColumnType.INSTANT),
    ),
    Role(
        "next_order",
        "next_order_on next_order_date expected_date_of_next_order predicted_next_order_date expected_next_order",
        guessed=(ColumnType.DATE, ColumnType.INSTANT),
    ),
    Role(
        "appointment_at",
        "appointment_at appointment_date appointment_time next_appointment appointment",
        guessed=(ColumnType.DATE, ColumnType.INSTANT),
    ),
    Role(
        "lead_source",
        "lead_source original_source original_source_type source_original_source original_traffic_source "
        "latest_source record_source source_of_lead lead_origin source_origin",
    ),
    Role(
        "score",
        "lead_score hubspot_score hubspotscore contact_score pardot_score engagement_score marketing_score",
        type=ColumnType.NUMBER,
    ),
)
EVENT_ROLES = _of_events(
    Role(
        "purchase",
        "purchase purchased placed_order order_placed order_completed completed_order checkout_completed "
        "completed_checkout payment_done payment_success payment_succeeded payment_completed payment_received "
        "made_a_purchase order_paid paid_order order_confirmed order_success purchase_completed purchase_success "
        "product_purchased purchase_complete "
        "product_bought bought buy checkout_success charge_succeeded invoice_paid sale transaction "
        "transaction_completed order_created order ordered charged payment website_payment express_checkout_payment "
        "mobile_payment",
    ),
    Role("order_line", "ordered_product product_ordered ordered_item order_line line_item purchased_product"),
    Role(
        "refund",
        "refund refunded refunded_order order_refunded payment_refunded cancelled_order order_cancelled "
        "canceled_order order_canceled cancellation payment_refund",
    ),
    Role(
        "page_view",
        "page_view pageview pageviews page_viewed viewed_page view_page view visit viewed_product product_viewed "
        "product_view view_product view_item viewed_item screen_view active_on_site",
    ),
    Role(
        "cart",
        "add_to_cart added_to_cart addtocart added_to_basket add_to_basket product_added item_added "
        "product_added_to_cart item_added_to_cart cart cart_add cart_update cart_updated updated_cart",
    ),
    Role(
        "email_sent",
        "email_sent email_send sent_email received_email email_received email_delivered delivered_email sent delivered",
    ),
    Role("email_open", "email_open email_opened opened_email open_email opened"),
    Role("email_click", "email_click email_clicked clicked_email click_email clicked_link clicked"),
    Role(
        "email_unsubscribe",
        "email_unsubscribe email_unsubscribed email_optout email_opt_out unsubscribed_from_email "
        "unsubscribed_from_email_marketing unsubscribed_from_list unsubscribe unsubscribed",
    ),
    Role("sms_unsubscribe", "sms_unsubscribe sms_unsubscribed sms_optout sms_opt_out unsubscribed_from_sms"),
    Role(
        "push_unsubscribe",
        "push_unsubscribe push_unsubscribed push_optout push_opt_out push_disabled unsubscribed_from_push",
    ),
    Role(
        "signup",
        "signup sign_up signed_up registered registration register account_created created_account user_signed_up "
        "user_registered create_account complete_registration",
    ),
    Role(
        "opt_in",
        "opt_in_confirmed confirmed_opt_in double_opt_in optin_confirmed confirmed_subscription subscription_confirmed "
        "email_confirmed confirmed_email",
    ),
    Role("review", "reviewed review left_review submitted_review review_submitted wrote_review product_reviewed"),
    Role("back_in_stock", "back_in_stock product_back_in_stock restocked"),
    Role("price_drop", "price_dropped price_drop price_reduced"),
    Role("trial_start", "trial_started trial_start started_trial trial_begun start_trial"),
    Role("use", "feature_used used_feature feature_use app_used used_app product_used logged_in login"),
    Role(
        "subscription",
        "subscribed_to_plan subscription_started started_subscription subscription_created plan_purchased upgraded "
        "converted_to_paid",
    ),
    Role("form", "form_submitted submitted_form form_submission filled_out_form form_filled form_completed"),
    Role(
        "appointment",
        "appointment_booked booked_appointment appointment_created appointment_scheduled booking_created reservation "
        "reservation_made reservation_created made_reservation table_booked booking",
    ),
    Role(
        "appointment_cancelled",
        "appointment_cancelled appointment_canceled cancelled_appointment booking_cancelled cancelled_reservation "
        "canceled_reservation reservation_cancelled reservation_canceled booking_canceled",
    ),
    Role("appointment_kept", "appointment_kept appointment_attended attended_appointment appointment_completed"),
    Role(
        "visit",
        "visit session_start website_visit site_visit web_visit visited_website visited_site website_session "
        "first_visit",
    ),
    Role(
        "lead",
        "lead_created became_a_lead became_lead lead new_lead created_lead generate_lead lead_generated lead_added "
        "person_added contact_created",
    ),
    Role(
        "mql",
        "mql became_mql became_a_marketing_qualified_lead became_a_mql became_an_mql marketing_qualified_lead "
        "marketingqualifiedlead marketing_qualified mql_reached lead_qualified_by_marketing qualify_lead",
    ),
    Role(
        "sql",
        "sql became_sql became_a_sales_qualified_lead became_a_sql became_an_sql sales_qualified_lead "
        "salesqualifiedlead sales_qualified sql_reached sales_accepted lead_accepted working_lead",
    ),
    Role(
        "opportunity",
        "opportunity_created opportunity_opened created_opportunity opportunity new_opportunity became_an_opportunity "
        "became_opportunity deal_created deal_opened created_deal deal_added new_deal",
    ),
    Role(
        "stage",
        "opportunity_stage_changed stage_changed stage_change deal_stage_changed deal_stage_change changed_stage "
        "opportunity_stage deal_stage stage stage_updated deal_stage_updated",
    ),
    Role(
        "won",
        "opportunity_won closed_won closedwon won deal_won opportunity_closed_won deal_closed_won close_convert_lead",
    ),
    Role(
        "lost",
        "opportunity_lost closed_lost closedlost lost deal_lost opportunity_closed_lost deal_closed_lost "
        "close_unconvert_lead",
    ),
)
PROPERTY_ROLES = _registry(
    Role(
        "amount",
        "amount total revenue value order_value total_price grand_total order_total total_amount order_amount "
        "sales_value payment_value payment_amount line_total line_amount gross_amount gross price_paid paid_price "
        "total_paid customer_paid amount_charged sale_price net_total net_sales gross_sales sales spend dollars "
        "monetary order_total_amount total_sales item_total line_item_total net_amount "
        "amount_paid deal_amount deal_value opportunity_amount amount_total event_revenue revenue_float revenue_usd "
        "conversion_value amount_cents total_cents price_cents amount_in_cents total_in_cents price_in_cents "
        "price_in_usd price_usd amount_usd total_usd amount_submitted_for_settlement amount_authorized "
        "tr_total transaction_total "
        "settlement_amount appointment_price booking_price reservation_price service_price revenue_per_visit price",
        type=ColumnType.NUMBER,
    ),
    Role("line_amount", "", type=ColumnType.NUMBER),  # of lines whose order has an amount of its own
    Role(
        "price",
        "unit_price price lineitem_price item_price item_cost price_per_unit price_each",
        type=ColumnType.NUMBER,
    ),
    Role("currency", "currency currency_code event_revenue_currency conversion_currency"),
    Role(
        "order_id",
        "order_id orderid order_number order_no invoice invoice_no invoiceno invoice_id invoice_number transaction_id "
        "transactionid basket_id receipt_id receipt_number receipt_no receipt purchase_id booking_id booking_number "
        "book_number booking_reference reservation_id reservation_number appointment_id "
        "appointment_number confirmation_code payment_id order",
    ),
    Role(
        "product",
        "product product_id sku stock_code stockcode item_id product_code product_name item item_name lineitem_sku "
        "lineitem_name article_id article",
    ),
    Role("category", "category product_category department product_type"),
    Role(
        "quantity",
        "quantity qty items item_count lineitem_quantity total_quantity units cds pcs pieces",
        type=ColumnType.NUMBER,
    ),
    Role("status", "order_status financial_status payment_status order_state payment_state status estado"),
    Role("url", "url page_url page link path"),
    Role("rating", "rating review_rating stars star_rating", type=ColumnType.NUMBER),
    Role("campaign", "campaign campaign_name campaign_id"),
    Role("utm_source", "utm_source"),
    Role("utm_medium", "utm_medium"),
    Role("utm_campaign", "utm_campaign"),
    Role(
        "opportunity_id",
        "opportunity_id opportunityid opportunity_number deal_id dealid deal_number associated_deal_id "
        "associated_deal_ids opportunity deal",
    ),
    Role("score", "lead_score hubspot_score contact_score engagement_score marketing_score", type=ColumnType.NUMBER),
    Role("touch_cost", "touch_cost cost_per_click cpc click_cost", type=ColumnType.NUMBER),
)

PRODUCT_ROLES = _registry(
    Role("name", "name product_name title productname description item_name"),
    Role("category", "category product_category categories department product_type type"),
    Role("price", "price variant_price sale_price regular_price list_price unit_price", type=ColumnType.NUMBER),
    Role("cost", "cost cost_per_item unit_cost purchase_price", type=ColumnType.NUMBER),
    Role(
        "stock",
        "stock stock_quantity inventory inventory_quantity variant_inventory_qty quantity_in_stock in_stock qty",
        type=ColumnType.NUMBER,
    ),
    Role("image", "image image_url image_src image_link"),
    Role("url", "url link product_url permalink"),
)


def types_of_roles(roles: Mapping[str, str], declared: Container[str]) -> dict[str, ColumnType]:
    """The types that columns must have for their roles, where none is declared."""
    known = {**ATTRIBUTE_ROLES, **PROPERTY_ROLES}
    types = {column: known[role].type for role, column in roles.items() if role in known and column not in declared}
    return {column: type_ for column, type_ in types.items() if type_ is not None}
